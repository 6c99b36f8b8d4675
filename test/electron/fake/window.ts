import { EventEmitter } from 'node:events';
import type { FakeContents } from './contents.ts';
import { isPrevented } from './turn.ts';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export class FakeView {
  readonly #contents: FakeContents;
  bounds: Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  visible = true;

  constructor(contents: FakeContents) {
    this.#contents = contents;
  }

  /** Typed as always there by Electron; it is not. */
  get webContents(): FakeContents | undefined {
    return this.#contents.isDestroyed() ? undefined : this.#contents;
  }

  setBounds(bounds: Rectangle): void {
    this.bounds = { ...bounds };
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
  }
}

/** Electron's BaseWindow on X11 under a window manager that does what it is told (or not: `obeys`). */
export class FakeWindow extends EventEmitter {
  readonly options: Record<string, unknown>;
  readonly children: FakeView[] = [];
  obeys = true;
  level: string | null = null;
  destroyed = false;
  readonly #display: Rectangle;
  #bounds: Rectangle;
  #visible: boolean;
  #kiosk = false;

  readonly contentView = {
    addChildView: (view: FakeView): void => {
      this.contentView.removeChildView(view);
      this.children.push(view);
    },
    removeChildView: (view: FakeView): void => {
      const at = this.children.indexOf(view);
      if (at !== -1) this.children.splice(at, 1);
    },
  };

  constructor(options: Record<string, unknown>, display: Rectangle) {
    super();
    this.options = options;
    this.#display = display;
    const { x = 0, y = 0, width = 800, height = 600 } = options as Partial<Rectangle>;
    this.#bounds = { x, y, width, height };
    this.#visible = options['show'] !== false || options['kiosk'] === true || options['fullscreen'] === true;
  }

  getBounds(): Rectangle {
    return this.#kiosk ? this.#display : this.#bounds;
  }

  getContentBounds(): Rectangle {
    return this.getBounds();
  }

  setBounds(bounds: Rectangle): void {
    if (!this.obeys) return;
    this.#bounds = { ...bounds };
    this.emit('resize');
  }

  isVisible(): boolean {
    return this.#visible;
  }

  isFullScreen(): boolean {
    return this.#kiosk;
  }

  /** On Linux this shows a hidden window, and does nothing where `fullscreenable` is false. */
  setKiosk(kiosk: boolean): void {
    if (!this.obeys || this.options['fullscreenable'] === false || this.#kiosk === kiosk) return;
    this.#kiosk = kiosk;
    if (kiosk) this.show();
    this.emit(kiosk ? 'enter-full-screen' : 'leave-full-screen');
  }

  setAlwaysOnTop(_flag: boolean, level: string): void {
    this.level = level;
  }

  moveTop(): void {
    this.emit('move-top');
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
    this.focus();
  }

  showInactive(): void {
    this.#visible = true;
    this.emit('show');
  }

  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }

  restore(): void {
    this.emit('restore');
  }

  focus(): void {
    this.emit('focus');
  }

  close(): void {
    if (!isPrevented(this, 'close')) this.destroy();
  }

  destroy(): void {
    this.destroyed = true;
    this.emit('closed');
  }
}
