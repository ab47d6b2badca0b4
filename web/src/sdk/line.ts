// The line to the page in a frame: one question at a time, answered in order, for answers carry no numbers
// (platform/11 §11.5).

interface Question {
  methodName: string;
  data: unknown;
  settle: (answer: unknown) => void;
}

export interface Message {
  type: string;
  frameId: string;
  methodReturnData?: unknown;
  eventReturnData?: { event?: string; data?: unknown };
  commandName?: string;
  commandData?: { began?: unknown };
  error?: { message: string; code?: number };
}

/** Functions travel as their source. */
const spoken = (_name: string, value: unknown) => (typeof value === 'function' ? value.toString() : value);

export class Line {
  private asked: Question | null = null;
  private waiting: Question[] = [];
  private page: unknown = undefined;
  private readonly say: (text: string) => void;
  private readonly frameId: string;

  constructor(frameId: string, say: (text: string) => void) {
    this.frameId = frameId;
    this.say = say;
  }

  ask(methodName: string, data: unknown): Promise<unknown> {
    return new Promise((settle) => {
      this.waiting.push({ methodName, data, settle });
      this.next();
    });
  }

  /** The answer to what was asked last. */
  answered(answer: unknown): void {
    const question = this.asked;
    this.asked = null;
    question?.settle(answer ?? {});
    this.next();
  }

  /**
   * The page that began at `page` wishes to know its configuration. It says so until it hears it: one question is enough, for
   * a second answer would be taken for that to the question after. Another page than before answers nothing of that one.
   */
  greeted(page: unknown, config: unknown): void {
    const another = page !== this.page;
    this.page = page;
    if (another && this.asked) this.answered({ message: 'The page in the frame was left' });
    const told = [this.asked, ...this.waiting].some((question) => question?.methodName === 'setConfig');
    if (!told) void this.ask('setConfig', config);
  }

  private next(): void {
    if (this.asked) return;
    const question = this.waiting.shift();
    if (!question) return;
    this.asked = question;
    const { methodName, data } = question;
    this.say(JSON.stringify({ frameId: this.frameId, type: '', data: { type: 'method', methodName, data } }, spoken));
  }
}
