import { afterEach, expect, test } from 'vitest';
import { MODEL_NAMES } from '../../firmware/index.ts';
import { Story } from '../support/scenario.ts';

let story: Story;
afterEach(() => story.close());

test.each(MODEL_NAMES.flatMap((from) => MODEL_NAMES.map((to) => [from, to] as const)))(
  'a %s sends to a %s',
  async (from, to) => {
    story = await Story.begin({ sender: { model: from }, recipient: { model: to } });
    await story.send();
    expect(await story.journaled()).toMatchObject({ result: 'OK', pages: 1 });
    await story.journaled(1, story.recipient);
    expect(story.recipient.printed).toHaveLength(1);
  },
);
