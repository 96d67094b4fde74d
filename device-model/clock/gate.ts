/** Lets one task at a time through, in the order they came; a task that fails does not stop the next. */
export class Gate {
  #last: Promise<void> = Promise.resolve();

  pass<T>(task: () => Promise<T>): Promise<T> {
    const passed = this.#last.then(task);
    this.#last = passed.then(ignore, ignore);
    return passed;
  }
}

function ignore(): void {}
