import { BaseWindow, type WebContentsView } from 'electron';
import { prove } from './prove.ts';
import type { Bounds, WindowState } from './visitor-protocol.ts';

/**
 * The visitor's window: bare, hidden until a session shows it, filled by one tab. Full screen is never asked for: on Linux that alone would
 * show a hidden window, and above the lock. https://www.electronjs.org/docs/latest/api/base-window
 */
export class Stage {
  readonly #window: BaseWindow;
  #front: WebContentsView | null = null;

  constructor() {
    this.#window = new BaseWindow({
      ...{ show: false, frame: false, roundedCorners: false, backgroundColor: '#fff', title: 'Escale' },
      ...{ autoHideMenuBar: true, skipTaskbar: true },
      ...{ closable: false, minimizable: false, maximizable: false, movable: false },
    });
    this.#window.on('close', (event) => event.preventDefault());
    this.#window.on('resize', () => this.#fill());
    this.#window.on('focus', () => this.#focus());
  }

  get state(): WindowState {
    const { x, y, width, height } = this.#window.getBounds();
    return { visible: this.#window.isVisible(), bounds: { x, y, width, height } };
  }

  add(view: WebContentsView): void {
    view.setVisible(false);
    this.#window.contentView.addChildView(view);
  }

  /** A destroyed view leaves by itself. */
  remove(view: WebContentsView): void {
    if (this.#front === view) this.#front = null;
    this.#window.contentView.removeChildView(view);
  }

  bringToFront(view: WebContentsView): void {
    if (this.#front !== view) this.#front?.setVisible(false);
    this.#front = view;
    view.setVisible(true);
    this.#fill();
    if (this.#window.isVisible()) this.#focus();
  }

  /** Resolves when the window manager has put it there. */
  async show(bounds: Bounds): Promise<void> {
    this.#window.setBounds(bounds);
    this.#window.show();
    await prove('the window stands in its place', 2_000, () => {
      const { x, y, width, height } = this.#window.getBounds();
      const stands = x === bounds.x && y === bounds.y && width === bounds.width && height === bounds.height;
      if (!stands) this.#window.setBounds(bounds);
      return stands && this.#window.isVisible();
    });
    this.#fill();
    this.#focus();
  }

  /** Takes the keyboard, which somebody used in the bar; the front tab has it then. */
  focus(): void {
    this.#window.focus();
  }

  hide(): void {
    this.#window.hide();
  }

  #fill(): void {
    const { width, height } = this.#window.getContentBounds();
    this.#front?.setBounds({ x: 0, y: 0, width, height });
  }

  /** No view is focused by its window. */
  #focus(): void {
    this.#front?.webContents.focus();
  }
}
