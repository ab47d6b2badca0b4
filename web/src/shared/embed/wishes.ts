// What the page around a frame wishes of editors and of the page of a list (platform/11 §11.4), in the words of the app.
import { useMemo } from 'react';
import { type FrameConfig, frame, useFrame } from './frame';

type Given = Pick<FrameConfig, 'editorType' | 'editorCustomization'>;

export interface EditorWish {
  /** Nothing is to be changed, whoever looks. */
  lookOnly: boolean;
  /** The same, where there is no room for tools. */
  lookOnlyOnPhones: boolean;
  /** As on a phone, however wide the frame is. */
  phone: boolean;
  hideName: boolean;
  help: boolean;
  /** Percent; null for as somebody last chose. */
  zoom: number | null;
  scheme: 'light' | 'dark' | null;
}

const [SMALLEST, LARGEST] = [25, 400];

/** Whatever is not of the kind it should be is as usual. */
export function readEditorWish({ editorType, editorCustomization }: Given): EditorWish {
  const { zoom, uiTheme, help, toolbarHideFileName, mobileForceView } = editorCustomization;
  const percent = typeof zoom === 'number' && zoom > 0 ? Math.min(Math.max(zoom, SMALLEST), LARGEST) : null;
  // Names such as `theme-dark`, `default-light` and `theme-classic-light`; contrast and night are dark ones.
  const theme = typeof uiTheme === 'string' ? uiTheme : '';
  return {
    lookOnly: editorType === 'embedded',
    lookOnlyOnPhones: mobileForceView === true,
    phone: editorType === 'mobile',
    hideName: toolbarHideFileName === true,
    help: help !== false,
    zoom: percent,
    scheme: /dark|night/.test(theme) ? 'dark' : /light|white|gray/.test(theme) ? 'light' : null,
  };
}

const NO_WISH = readEditorWish({ editorType: 'desktop', editorCustomization: {} });

/** Outside of frames everything is as usual. */
export function useEditorWish(): EditorWish {
  const config = useFrame();
  return useMemo(() => (config ? readEditorWish(config) : NO_WISH), [config]);
}

/** Most entries of one answer. */
const MOST = 100;

const whole = (value: unknown, usual: number) => {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : usual;
};

/** The part of a list that the page around asks for: pages are counted from 1. */
export function readPage({ page, count }: Record<string, unknown>): { start: number; count: number } {
  const size = Math.min(whole(count, MOST), MOST);
  return { start: (whole(page, 1) - 1) * size, count: size };
}

export const wishedPage = () => readPage(frame()?.filter ?? {});
