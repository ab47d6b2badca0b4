// A PDF on the screen: pages, fields to fill in, search, zoom and signing, by pdf.js. Only this file knows pdf.js.
import {
  AnnotationEditorType,
  AnnotationMode,
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentProxy,
} from 'pdfjs-dist';
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { EventBus, PDFFindController, PDFLinkService, PDFViewer } from 'pdfjs-dist/web/pdf_viewer.mjs';
import 'pdfjs-dist/web/pdf_viewer.css';

GlobalWorkerOptions.workerSrc = worker;

/** How large pages are at first, at most: 1 is the size of the paper. */
const WIDEST = 1.5;

/** What the hand does on the page: fill in, draw a signature, or type one. */
export type Hand = 'fill' | 'draw' | 'type';

const EDITORS: Record<Hand, number> = {
  fill: AnnotationEditorType.NONE,
  draw: AnnotationEditorType.INK,
  type: AnnotationEditorType.FREETEXT,
};

/** How far the eye is. */
export interface View {
  page: number;
  pages: number;
  /** 1 is the size of the paper. */
  scale: number;
  /** Which one of how many places that hold the words looked for. */
  found: { current: number; total: number } | null;
}

export interface PaperOptions {
  /** Scrolls; must be positioned. */
  container: HTMLDivElement;
  content: ArrayBuffer;
  /** Fields can be filled in, and signatures put onto the pages. */
  fills: boolean;
  onView: (view: View) => void;
  /** Something was filled in that is not saved. */
  onChange: () => void;
  /** The name of a field that has none for screen readers. */
  nameless: (name: string) => string;
}

/** An open document. */
export class Paper {
  readonly #document: PDFDocumentProxy;
  readonly #viewer: PDFViewer;
  readonly #bus: EventBus;
  readonly #options: PaperOptions;
  readonly #size: ResizeObserver;
  #found: View['found'] = null;
  /** The pages follow the width of the box. */
  #fits: 'read' | 'width' | null = 'read';

  private constructor(document: PDFDocumentProxy, options: PaperOptions) {
    this.#document = document;
    this.#options = options;
    this.#bus = new EventBus();
    const linkService = new PDFLinkService({ eventBus: this.#bus });
    const findController = new PDFFindController({ eventBus: this.#bus, linkService });
    this.#viewer = new PDFViewer({
      container: options.container,
      eventBus: this.#bus,
      linkService,
      findController,
      annotationMode: options.fills ? AnnotationMode.ENABLE_FORMS : AnnotationMode.ENABLE,
      annotationEditorMode: options.fills ? AnnotationEditorType.NONE : AnnotationEditorType.DISABLE,
    });
    linkService.setViewer(this.#viewer);
    this.#listen();
    this.#size = new ResizeObserver(() => this.#viewer.pagesCount > 0 && this.#fit());
    this.#size.observe(options.container);
    this.#viewer.setDocument(document);
    linkService.setDocument(document);
    // The types know its place as empty only.
    Object.assign(document.annotationStorage, { onSetModified: options.onChange });
  }

  /** Nothing when nobody waits for it any more. */
  static async open(options: PaperOptions, isWanted: () => boolean): Promise<Paper | null> {
    const document = await getDocument({ data: options.content, isEvalSupported: false, enableXfa: false }).promise;
    if (isWanted()) return new Paper(document, options);
    void document.loadingTask.destroy();
    return null;
  }

  #listen(): void {
    const tell = () => this.#options.onView(this.view);
    this.#bus.on('pagesinit', () => {
      this.#fit();
      tell();
    });
    this.#bus.on('pagechanging', tell);
    this.#bus.on('scalechanging', tell);
    this.#bus.on('annotationlayerrendered', () => this.#nameFields());
    const counted = ({ matchesCount }: { matchesCount: { current: number; total: number } }) => {
      this.#found = matchesCount;
      tell();
    };
    this.#bus.on('updatefindmatchescount', counted);
    this.#bus.on('updatefindcontrolstate', counted);
  }

  /** As wide as the box; on a wide screen no wider than people read well, unless they want it. */
  #fit(): void {
    if (!this.#fits) return;
    this.#viewer.currentScaleValue = 'page-width';
    const widest = this.#fits === 'read' ? WIDEST : Number.POSITIVE_INFINITY;
    if (this.#viewer.currentScale > widest) this.#viewer.currentScale = widest;
  }

  /** Fields without a description of their own are called by their name. */
  #nameFields(): void {
    const fields = this.#options.container.querySelectorAll<HTMLInputElement>(
      '.annotationLayer input, .annotationLayer textarea, .annotationLayer select',
    );
    for (const field of fields) {
      if (field.title || field.getAttribute('aria-label')) continue;
      field.setAttribute('aria-label', this.#options.nameless(field.name));
    }
  }

  get view(): View {
    return {
      page: this.#viewer.currentPageNumber,
      pages: this.#document.numPages,
      scale: this.#viewer.currentScale,
      found: this.#found,
    };
  }

  show(page: number): void {
    this.#viewer.currentPageNumber = Math.min(Math.max(page, 1), this.#document.numPages);
  }

  zoom(by: 'in' | 'out' | 'fit'): void {
    this.#fits = by === 'fit' ? 'width' : null;
    if (by === 'fit') this.#fit();
    else if (by === 'in') this.#viewer.increaseScale();
    else this.#viewer.decreaseScale();
  }

  /** Looks for words; nothing ends the search. */
  find(query: string, again: 'first' | 'next' | 'previous'): void {
    if (!query) {
      this.#found = null;
      this.#bus.dispatch('findbarclose', { source: this });
      return;
    }
    this.#bus.dispatch('find', {
      source: this,
      type: again === 'first' ? '' : 'again',
      query,
      caseSensitive: false,
      entireWord: false,
      highlightAll: true,
      findPrevious: again === 'previous',
      matchDiacritics: false,
    });
  }

  set hand(hand: Hand) {
    this.#viewer.annotationEditorMode = { mode: EDITORS[hand] };
  }

  /** The document with what was filled in and signed. */
  async content(): Promise<Uint8Array> {
    this.hand = 'fill';
    return this.#document.saveDocument();
  }

  close(): void {
    this.#size.disconnect();
    // What is still being fetched would fail loudly.
    const loaded: Promise<unknown> = this.#viewer.pagesPromise ?? Promise.resolve();
    const end = () => {
      this.#viewer.setDocument(null as unknown as PDFDocumentProxy);
      void this.#document.loadingTask.destroy();
    };
    void loaded.then(end, end);
  }
}
