import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Paper, type View } from '../lib/paper';

export type PaperState = { paper: Paper; view: View } | { broken: true } | null;

/** Shows a PDF in a box. Nothing while it opens. */
export function usePaper(
  box: RefObject<HTMLDivElement | null>,
  content: ArrayBuffer,
  fills: boolean,
  onChange: () => void,
): PaperState {
  const { t } = useTranslation();
  const [state, setState] = useState<PaperState>(null);
  // The document is opened once, whatever the words for it become.
  const words = useRef({ nameless: (name: string) => t('form.field', { name }), onChange });
  useEffect(() => {
    const container = box.current;
    if (!container) return;
    let opened: Paper | null = null;
    let gone = false;
    const onView = (view: View) => !gone && opened && setState({ paper: opened, view });
    // pdf.js takes the bytes it is given for itself.
    const options = { container, content: content.slice(0), fills, onView, ...words.current };
    Paper.open(options, () => !gone).then(
      (paper) => {
        opened = paper;
        if (paper) setState({ paper, view: paper.view });
      },
      () => !gone && setState({ broken: true }),
    );
    return () => {
      gone = true;
      opened?.close();
    };
  }, [box, content, fills]);
  return state;
}
