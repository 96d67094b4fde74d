import { describe, expect, test } from 'vitest';
import { FileNumbers } from '../../../firmware/xmt/file-numbers.ts';

describe('file numbers', () => {
  test('go from 001 to 999 and round again', () => {
    const numbers = new FileNumbers();
    for (let expected = 1; expected <= 999; expected += 1) {
      expect(numbers.take()).toBe(expected);
      numbers.free(expected);
    }
    expect(numbers.take()).toBe(1);
  });

  test('leave out those in use, also past the end', () => {
    const numbers = new FileNumbers();
    numbers.occupy(998);
    numbers.occupy(1);
    expect(numbers.take()).toBe(999);
    expect(numbers.take()).toBe(2);
    expect(numbers.inUse).toEqual([1, 2, 998, 999]);
  });

  test('can all be in use, and the one given back is the next', () => {
    const numbers = new FileNumbers();
    for (let count = 0; count < 999; count += 1) numbers.take();
    expect(numbers.take()).toBeUndefined();
    numbers.free(417);
    expect(numbers.take()).toBe(417);
  });

  test('one just given back is not given out again at once: a file is not mistaken for the one before', () => {
    const numbers = new FileNumbers();
    numbers.free(numbers.take() ?? 0);
    expect(numbers.take()).toBe(2);
  });
});
