import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { Fields } from '../hooks/useWriting';
import { LEVELS, type Level } from '../lib/deck';
import { notesOf } from '../lib/edit';
import type { Slide } from '../lib/model';
import classes from './Slides.module.css';
import { TextField } from './TextField';
import { Words } from './Words';

/** Notes are read on the screen, in the colours of the page. */
const LOOKS: Level[] = Array.from({ length: LEVELS }, (_, level) => ({
  size: 12,
  color: 'inherit',
  bold: false,
  italic: false,
  align: 'left',
  font: 'inherit',
  bullet: 'none',
  indent: level * 228_600,
  first: 0,
  before: null,
  beforePct: null,
  line: 1.1,
}));

interface NotesPaneProps {
  doc: Y.Doc;
  slide: Slide;
  number: number;
  mayEdit: boolean;
  awareness: Awareness;
  undo: Y.UndoManager;
  fields: Fields;
  onLeave: () => void;
}

/** What the one who speaks wants to say. Notes are made when somebody begins to write some. */
export function NotesPane({ doc, slide, number, mayEdit, awareness, undo, fields, onLeave }: NotesPaneProps) {
  const { t } = useTranslation();
  const [begun, setBegun] = useState<{ slide: string; text: string } | null>(null);
  const label = t('slides.notesOf', { number });
  const begin = (text: string) => {
    notesOf(doc, slide);
    setBegun({ slide: slide.key, text });
  };
  return (
    <section className={classes.notes} aria-label={t('slides.notes')}>
      {slide.notes && mayEdit && (
        <TextField
          key={slide.key}
          words={slide.notes}
          levels={LOOKS}
          label={label}
          prompt={t('slides.notesHint')}
          mayEdit={mayEdit}
          awareness={awareness}
          undo={undo}
          begin={begun?.slide === slide.key ? begun : null}
          tab={() => false}
          onField={fields.onField}
          onChange={fields.onChange}
          onLeave={onLeave}
        />
      )}
      {slide.notes && !mayEdit && <Words paragraphs={slide.notesParagraphs} levels={LOOKS} />}
      {!slide.notes && (
        <div
          role="textbox"
          aria-multiline
          aria-label={label}
          aria-readonly={!mayEdit}
          aria-placeholder={t('slides.notesHint')}
          tabIndex={0}
          className={classes.unwritten}
          onClick={() => mayEdit && begin('')}
          onKeyDown={(event) => {
            const written = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
            if (event.key === 'Escape') onLeave();
            if (!mayEdit || !(written || event.key === 'Enter')) return;
            event.preventDefault();
            begin(written ? event.key : '');
          }}
        >
          {t(mayEdit ? 'slides.notesHint' : 'slides.noNotes')}
        </div>
      )}
    </section>
  );
}
