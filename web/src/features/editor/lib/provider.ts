// The line between the document in this page and the one on the server: y-sync and awareness over a WebSocket, and what
// the server says of the session (crates/coedit/src/protocol.rs has the table of messages).
import { createDecoder, hasContent, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, type Encoder, length, toUint8Array, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { createStore } from '@/shared/lib/store';

const SYNC = 0;
const AWARENESS = 1;
const NOTICE = 64;
const KEPT = 65;
const SAVE = 66;
const SHOW = 67;
const SHOWN = 68;
const ASK = 69;

/** Codes that mean "come again"; all others of the server's own end it. */
const FINAL = new Set([4400, 4403, 4404, 4409, 4413, 4415]);
/** The server echoes our presence every 15 seconds; a line that is silent for longer is dead. */
const SILENCE = 40_000;
const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 10_000;

/** Names of the shared text and of the cells of a workbook, as the server has them. */
const TEXT = 'content';
const CELLS = 'cells';

interface Notice {
  generation: string;
  mayEdit: boolean;
  version: number;
  saved: boolean;
  failure: string | null;
}

/** Somebody, as the others see him. */
export interface Face {
  id: string;
  name: string;
  color: string;
}

export interface Status {
  /** Which document it is: one that began anew is another. */
  generation: string;
  /** `up`: what the server has is here. */
  line: 'connecting' | 'up' | 'away' | 'ended';
  /** Why it ended, in the server's words. */
  reason: string;
  code: number;
  mayEdit: boolean;
  version: number;
  /** Everything is in a version of the file. */
  saved: boolean;
  /** Why no version could be saved. */
  failure: string | null;
  /** The server has written down everything that was typed here. */
  kept: boolean;
  /** The server's document began anew, and this is what was typed here and is not in it. */
  left: string | null;
  /** Whoever sits here. */
  me: Face | null;
}

/** The document of this page; another one takes its place when the server's began anew. */
export interface Shared {
  doc: Y.Doc;
  text: Y.Text;
  /** What was typed into cells, by `sheet:row:column`, and behind it how many moves whoever typed knew of. */
  cells: Y.Map<string>;
  awareness: Awareness;
}

const BEGINNING: Status = {
  generation: '',
  line: 'connecting',
  reason: '',
  code: 0,
  mayEdit: false,
  version: 0,
  saved: true,
  failure: null,
  kept: true,
  left: null,
  me: null,
};

export class Provider {
  readonly status = createStore<Status>(BEGINNING);
  readonly shared = createStore<Shared>(fresh());

  /** What a workbook shows, as the server tells it. */
  onShown: (told: unknown) => void = () => undefined;
  /** What was typed here, when it finds no place any more. */
  inWords: (shared: Shared) => string = ({ text }) => text.toString();

  private readonly url: string;
  private socket: WebSocket | undefined;
  private said = 0;
  private heardAt = 0;
  private pause = FIRST_PAUSE;
  private again: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;
  private closed = false;

  constructor(url: string) {
    this.url = url;
  }

  /** Opens the line, and keeps it open until `close`. */
  open(): void {
    this.closed = false;
    this.attach(this.shared.get());
    window.addEventListener('online', this.reconnect);
    window.addEventListener('offline', this.lose);
    this.watch = setInterval(() => {
      if (this.socket?.readyState === WebSocket.OPEN && Date.now() - this.heardAt > SILENCE) this.lose();
    }, 5000);
    this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.again);
    clearInterval(this.watch);
    window.removeEventListener('online', this.reconnect);
    window.removeEventListener('offline', this.lose);
    this.detach(this.shared.get());
    this.drop();
  }

  /** A version of the file, now. */
  save(): void {
    this.send((encoder) => {
      writeVarUint(encoder, SAVE);
      writeVarUint8Array(encoder, new Uint8Array());
    });
  }

  /** Asks for rows of a workbook. */
  show(sheet: number, from: number, to: number): void {
    this.send((encoder) => {
      writeVarUint(encoder, SHOW);
      writeVarUint8Array(encoder, new TextEncoder().encode(JSON.stringify({ sheet, from, to })));
    });
  }

  /** Asks for something to be done to a workbook, by somebody who knew of so many moves. */
  ask(id: number, epoch: number, deed: unknown): void {
    this.send((encoder) => {
      writeVarUint(encoder, ASK);
      writeVarUint8Array(encoder, new TextEncoder().encode(JSON.stringify({ id, epoch, deed })));
    });
  }

  /** After an end: begins with what the server has. */
  readonly restart = (): void => {
    this.begin(null);
    this.reconnect();
  };

  readonly reconnect = (): void => {
    if (this.closed) return;
    clearTimeout(this.again);
    this.pause = FIRST_PAUSE;
    this.drop();
    this.connect();
  };

  private readonly lose = (): void => {
    this.drop();
    this.change({ line: 'away' });
    this.comeAgain();
  };

  private connect(): void {
    const socket = new WebSocket(this.url);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.said = 0;
    this.heardAt = Date.now();
    socket.onopen = () => {
      this.heardAt = Date.now();
      this.send((encoder) => {
        writeVarUint(encoder, SYNC);
        writeSyncStep1(encoder, this.shared.get().doc);
      });
      this.sayWho();
    };
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      this.heardAt = Date.now();
      this.hear(new Uint8Array(data as ArrayBuffer));
    };
    socket.onclose = ({ code, reason }) => {
      if (socket !== this.socket || this.closed) return;
      this.socket = undefined;
      this.forgetOthers();
      if (FINAL.has(code)) {
        this.change({ line: 'ended', code, reason });
        return;
      }
      this.change({ line: 'away' });
      this.comeAgain();
    };
  }

  private comeAgain(): void {
    if (this.closed) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => this.connect(), this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = undefined;
    if (!socket) return;
    socket.close();
    this.forgetOthers();
  }

  private hear(bytes: Uint8Array): void {
    const decoder = createDecoder(bytes);
    const { doc, awareness } = this.shared.get();
    switch (readVarUint(decoder)) {
      case SYNC: {
        if (!hasContent(decoder)) return;
        const encoder = createEncoder();
        writeVarUint(encoder, SYNC);
        const kind = readSyncMessage(decoder, encoder, doc, this);
        if (length(encoder) > 1) this.sayUpdate(toUint8Array(encoder));
        // The second step holds everything the server has.
        if (kind === 1) {
          this.pause = FIRST_PAUSE;
          this.change({ line: 'up', ...(!this.status.get().mayEdit && { kept: true }) });
        }
        return;
      }
      case AWARENESS: {
        const update = readVarUint8Array(decoder);
        this.readOwnFace(update, awareness.clientID);
        applyAwarenessUpdate(awareness, update, this);
        return;
      }
      case NOTICE:
        this.hearNotice(JSON.parse(words(readVarUint8Array(decoder))) as Notice);
        return;
      case KEPT:
        if (Number(words(readVarUint8Array(decoder))) >= this.said) this.change({ kept: true });
        return;
      case SHOWN:
        this.onShown(JSON.parse(words(readVarUint8Array(decoder))));
    }
  }

  /** How others see whoever sits here: only the server gives names. */
  private readOwnFace(update: Uint8Array, me: number): void {
    const decoder = createDecoder(update);
    for (let left = readVarUint(decoder); left > 0; left -= 1) {
      const client = readVarUint(decoder);
      readVarUint(decoder);
      const state = JSON.parse(readVarString(decoder)) as { user?: Face } | null;
      if (client === me && state?.user && state.user.id !== this.status.get().me?.id) this.change({ me: state.user });
    }
  }

  private hearNotice({ generation, mayEdit, version, saved, failure }: Notice): void {
    const { generation: before, kept } = this.status.get();
    if (before && before !== generation) {
      // What is here has another history: merged, everything would stand there twice.
      this.begin(kept ? null : this.inWords(this.shared.get()));
      this.reconnect();
      return;
    }
    this.change({ generation, mayEdit, version, saved, failure });
  }

  /** A new, empty document. */
  private begin(left: string | null): void {
    this.detach(this.shared.get());
    this.shared.set(fresh);
    this.attach(this.shared.get());
    this.status.set(() => ({ ...BEGINNING, left }));
  }

  private attach({ doc, awareness }: Shared): void {
    doc.on('update', this.changed);
    awareness.on('update', this.moved);
    if (awareness.getLocalState() === null) awareness.setLocalState({});
  }

  private detach({ doc, awareness }: Shared): void {
    doc.off('update', this.changed);
    awareness.off('update', this.moved);
    removeAwarenessStates(awareness, [awareness.clientID], 'gone');
  }

  private readonly changed = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.change({ kept: false, saved: false });
    const encoder = createEncoder();
    writeVarUint(encoder, SYNC);
    writeUpdate(encoder, update);
    if (this.status.get().line === 'up') this.sayUpdate(toUint8Array(encoder));
  };

  private readonly moved = (_: unknown, origin: unknown): void => {
    if (origin !== this) this.sayWho();
  };

  private sayWho(): void {
    const { awareness } = this.shared.get();
    if (awareness.getLocalState() === null) return;
    this.send((encoder) => {
      writeVarUint(encoder, AWARENESS);
      writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [awareness.clientID]));
    });
  }

  private sayUpdate(message: Uint8Array): void {
    if (!this.status.get().mayEdit || this.socket?.readyState !== WebSocket.OPEN) return;
    this.said += 1;
    this.socket.send(message as Uint8Array<ArrayBuffer>);
  }

  private send(write: (encoder: Encoder) => void): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    const encoder = createEncoder();
    write(encoder);
    this.socket.send(toUint8Array(encoder) as Uint8Array<ArrayBuffer>);
  }

  private forgetOthers(): void {
    const { awareness } = this.shared.get();
    const others = [...awareness.getStates().keys()].filter((id) => id !== awareness.clientID);
    removeAwarenessStates(awareness, others, this);
  }

  private change(what: Partial<Status>): void {
    this.status.set((status) => ({ ...status, ...what }));
  }
}

function fresh(): Shared {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  awareness.setLocalState({});
  return { doc, text: doc.getText(TEXT), cells: doc.getMap<string>(CELLS), awareness };
}

function words(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
