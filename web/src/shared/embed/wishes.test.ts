import { expect, test } from 'vitest';
import { readEditorWish, readPage } from './wishes';

test('editors are as usual until the page around says otherwise', () => {
  const usual = {
    lookOnly: false,
    lookOnlyOnPhones: false,
    phone: false,
    hideName: false,
    help: true,
    zoom: null,
    scheme: null,
  };
  expect(readEditorWish({ editorType: 'desktop', editorCustomization: {} })).toEqual(usual);
  const nonsense = { zoom: '200', uiTheme: 7, help: 'no', toolbarHideFileName: 1, mobileForceView: 'yes' };
  expect(readEditorWish({ editorType: 'else', editorCustomization: nonsense })).toEqual(usual);
  const wish = {
    zoom: 150,
    uiTheme: 'theme-contrast-dark',
    help: false,
    toolbarHideFileName: true,
    mobileForceView: true,
  };
  expect(readEditorWish({ editorType: 'embedded', editorCustomization: wish })).toEqual({
    lookOnly: true,
    lookOnlyOnPhones: true,
    phone: false,
    hideName: true,
    help: false,
    zoom: 150,
    scheme: 'dark',
  });
});

test('themes are light or dark, and zooms within reason', () => {
  const scheme = (uiTheme: string) => readEditorWish({ editorType: '', editorCustomization: { uiTheme } }).scheme;
  expect(
    ['default-light', 'theme-classic-light', 'theme-white', 'default-dark', 'theme-night', 'theme-system'].map(scheme),
  ).toEqual(['light', 'light', 'light', 'dark', 'dark', null]);
  const zoom = (percent: number) => readEditorWish({ editorType: '', editorCustomization: { zoom: percent } }).zoom;
  expect([5, 90, 9000, -1, -2, 0].map(zoom)).toEqual([25, 90, 400, null, null, null]);
});

test('a page of a list is counted from 1, and no larger than an answer', () => {
  expect(readPage({})).toEqual({ start: 0, count: 100 });
  expect(readPage({ page: '3', count: '10' })).toEqual({ start: 20, count: 10 });
  expect(readPage({ page: 2, count: 5000 })).toEqual({ start: 100, count: 100 });
  for (const odd of ['0', '-1', 'x', '1.5', null])
    expect(readPage({ page: odd, count: odd })).toEqual({ start: 0, count: 100 });
});
