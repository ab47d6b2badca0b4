import { act, renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { set } from '../lib/edit';
import { slide, tree } from '../lib/testing';
import { useShow } from './useShow';

afterEach(() => vi.restoreAllMocks());

function four() {
  const { doc, slides } = tree(...['a', 'b', 'c', 'd'].map((key, at) => slide(key, `0000${at + 1}0`)));
  const hide = (at: number) => {
    const one = slides.store.get()[at];
    if (one) doc.transact(() => set(one.element, { hidden: true }));
  };
  return { slides, hide };
}

test('hidden slides are left out, and behind the last one is the end', () => {
  const { slides, hide } = four();
  hide(1);
  const { result } = renderHook(() => useShow(slides.store.get()));
  expect(result.current.show).toBeNull();
  act(() => void result.current.begin(1, false));
  expect(result.current.show).toMatchObject({ at: 1, shown: [0, 2, 3] });
  act(() => result.current.show?.go(9));
  expect(result.current.show?.at).toBe(3);
  act(() => result.current.show?.go(-1));
  expect(result.current.show?.at).toBe(0);
});

test('going on leaves the black screen', () => {
  const all = four().slides.store.get();
  const { result } = renderHook(() => useShow(all));
  act(() => void result.current.begin(0, false));
  act(() => result.current.show?.toggleBlack());
  expect(result.current.show?.black).toBe(true);
  act(() => result.current.show?.go(1));
  expect(result.current.show).toMatchObject({ at: 1, black: false });
  act(() => result.current.show?.end());
  expect(result.current.show).toBeNull();
});

test('a browser that opens no second window is told of, and the slides are shown all the same', () => {
  vi.spyOn(window, 'open').mockReturnValue(null);
  const all = four().slides.store.get();
  const { result } = renderHook(() => useShow(all));
  let opened = true;
  act(() => {
    opened = result.current.begin(0, true);
  });
  expect(opened).toBe(false);
  expect(result.current.show?.at).toBe(0);
});
