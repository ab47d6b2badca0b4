// Logos that an administrator has picked and not saved yet.
import { type Brand, TONES, type Tone } from '@/features/session';

/** A place in the product where one and the same logo stands, whatever kinds the contract has for it. */
export interface LogoPlace {
  name:
    | 'header'
    | 'signIn'
    | 'favicon'
    | 'mark'
    | 'about'
    | 'mail'
    | 'editors'
    | 'frames'
    | 'text'
    | 'textFrame'
    | 'sheet'
    | 'sheetFrame'
    | 'slides'
    | 'slidesFrame'
    | 'pdf'
    | 'pdfFrame'
    | 'diagram'
    | 'diagramFrame';
  /** WhiteLabelLogoType of the contract. */
  kinds: number[];
}

export const APP_PLACES: LogoPlace[] = [
  { name: 'header', kinds: [1] },
  { name: 'mark', kinds: [6] },
  { name: 'signIn', kinds: [2] },
  { name: 'favicon', kinds: [3] },
  { name: 'about', kinds: [7] },
  { name: 'mail', kinds: [8] },
];

/** All editors look alike in most spaces. */
export const EDITOR_PLACES: LogoPlace[] = [
  { name: 'editors', kinds: [4, 9, 11, 13, 15] },
  { name: 'frames', kinds: [5, 10, 12, 14, 16] },
];

export const SINGLE_EDITORS: LogoPlace[] = [
  { name: 'text', kinds: [4] },
  { name: 'textFrame', kinds: [5] },
  { name: 'sheet', kinds: [9] },
  { name: 'sheetFrame', kinds: [10] },
  { name: 'slides', kinds: [11] },
  { name: 'slidesFrame', kinds: [12] },
  { name: 'pdf', kinds: [13] },
  { name: 'pdfFrame', kinds: [14] },
  { name: 'diagram', kinds: [15] },
  { name: 'diagramFrame', kinds: [16] },
];

/** Whether some editors have pictures that others have not. */
export function editorsDiffer({ logos }: Brand): boolean {
  return EDITOR_PLACES.some(({ kinds }) =>
    TONES.some((tone) => {
      const chosen = logos.filter(({ kind }) => kinds.includes(kind)).map((logo) => logo.chosen[tone] !== null);
      return new Set(chosen).size > 1;
    }),
  );
}

type Slot = `${number}/${Tone}`;

/** Pictures as `data:` addresses, by kind and ground. */
export type LogoDraft = Partial<Record<Slot, string>>;

/** The draft with a picture, or with null without one. */
export function picked(draft: LogoDraft, kinds: number[], tone: Tone, picture: string | null): LogoDraft {
  const next = { ...draft };
  for (const kind of kinds) {
    if (picture === null) delete next[`${kind}/${tone}`];
    else next[`${kind}/${tone}`] = picture;
  }
  return next;
}

/** The brand as it would be with the draft. */
export function withDraft(brand: Brand, draft: LogoDraft): Brand {
  const logos = brand.logos.map((logo) => {
    const of = (tone: Tone) => draft[`${logo.kind}/${tone}`];
    return {
      ...logo,
      shown: { light: of('light') ?? logo.shown.light, dark: of('dark') ?? logo.shown.dark },
      chosen: { light: of('light') ?? logo.chosen.light, dark: of('dark') ?? logo.chosen.dark },
    };
  });
  return { ...brand, logos };
}

/** The draft as the contract wants it. */
export function toLogos(draft: LogoDraft) {
  const kinds = new Set(Object.keys(draft).map((slot) => slot.split('/')[0] ?? ''));
  return [...kinds].map((key) => {
    const [light, dark] = TONES.map((tone) => draft[`${key as `${number}`}/${tone}` as Slot]);
    return { key, value: { ...(light && { light }), ...(dark && { dark }) } };
  });
}

export const ACCEPTED = 'image/png,image/jpeg,image/svg+xml,.png,.jpg,.jpeg,.svg';
/** What the server takes, in bytes. */
const LARGEST = 5 * 1024 * 1024;
const LARGEST_DRAWING = 512 * 1024;

/** Why a picture is refused. */
export type Refusal = 'kind' | 'large' | 'pixels' | 'active';

export const isDrawing = ({ name, type }: { name: string; type: string }) =>
  type === 'image/svg+xml' || /\.svg$/i.test(name);

/** What can be told of a file before it is read; the server judges everything once more. */
export function refusalOf(file: { name: string; type: string; size: number }): Refusal | null {
  if (isDrawing(file)) return file.size > LARGEST_DRAWING ? 'large' : null;
  if (!['image/png', 'image/jpeg'].includes(file.type)) return 'kind';
  return file.size > LARGEST ? 'large' : null;
}

/** Scripts, handlers of events, other files: early words about what the server refuses anyway. */
export function isActive(drawing: string): boolean {
  return /<script|<foreignObject|\son\w+\s*=|javascript:|href\s*=\s*["'](?!#|data:image)/i.test(drawing);
}

/** What the server says, as one of the reasons that there are words for. */
export function refusalIn(detail: string): Refusal | null {
  if (/must not contain scripts/.test(detail)) return 'active';
  if (/maximum file size/.test(detail)) return 'large';
  if (/too many pixels/.test(detail)) return 'pixels';
  return /Unknown image file type/.test(detail) ? 'kind' : null;
}
