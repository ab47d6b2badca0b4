// Where words stand: on slides, in tables and in notes.
import { type Slide, wordsIn, wordsOf } from './model';

export interface Hit {
  slide: string;
  /** What it stands in; nothing for the notes. */
  thing: string | null;
}

/** Every thing that holds the words, once for each time, in the order of reading. */
export function found(slides: Slide[], sought: string): Hit[] {
  const wanted = sought.toLocaleLowerCase();
  if (wanted === '') return [];
  const times = (words: string) => words.toLocaleLowerCase().split(wanted).length - 1;
  return slides.flatMap((slide) => [
    ...slide.things.flatMap((thing) =>
      Array.from({ length: times(wordsIn(thing)) }, (): Hit => ({ slide: slide.key, thing: thing.key })),
    ),
    ...Array.from({ length: times(wordsOf(slide.notesParagraphs)) }, (): Hit => ({ slide: slide.key, thing: null })),
  ]);
}
