/** The beeper, seen: its grille lights up with every beep; the count makes a new element of each, so that it lights anew. */
export function Beeper({ beeps }: { readonly beeps: number }) {
  return (
    <div class="beeper" role="img" aria-label="Beeper">
      <svg key={beeps} class={beeps === 0 ? 'grille' : 'grille sounding'} viewBox="0 0 44 20" aria-hidden="true">
        <path d="M4 4h36M4 8h36M4 12h36M4 16h36" />
      </svg>
    </div>
  );
}
