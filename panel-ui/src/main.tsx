import { render } from 'preact';
import { LabPage } from './lab/lab-page.tsx';
import { MachinePage } from './machine-page.tsx';

/** Every machine's panel has a URL of its own: /machines/NAME; everything else is the overview. */
const machine = /^\/machines\/([a-z0-9-]+)\/?$/.exec(location.pathname)?.[1];
const page = document.getElementById('page');
if (page !== null) render(machine === undefined ? <LabPage /> : <MachinePage name={machine} />, page);
