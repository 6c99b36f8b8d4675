import { keys, page, trial, type Row } from '../row.ts';
import { downloads, pdfToolbar } from '../trials/files.ts';
import { boundedMemory, documentsDoNotRun } from '../trials/jail.ts';

const no = /^(NotAllowedError|NotFoundError|SecurityError|AbortError|NotSupportedError|TypeError|absent)/;
const ask = (path: string, call: string): string =>
  `if (${path} === undefined) return 'absent'; await ${call}; return 'granted'`;

/** Rows 61 to 74: files, printing, devices, permissions. */
export const devices: readonly Row[] = [
  {
    row: 61,
    attack: 'download where downloads are refused: an attachment, a link with "download"',
    states: ['session'],
    attempts: [trial(downloads)],
  },
  {
    row: 62,
    attack: 'the save and print buttons of the PDF viewer',
    states: ['session'],
    attempts: [trial(pdfToolbar)],
  },
  {
    row: 63,
    attack: 'save or open a file: Ctrl+S, Ctrl+O',
    states: ['session', 'ending'],
    attempts: [keys('ctrl+s', 'ctrl+o')],
  },
  {
    row: 64,
    attack: 'a field that asks for a file',
    states: ['session'],
    attempts: [
      page(
        `const field = document.createElement('input'); field.type = 'file'; document.body.append(field); field.click();
        await new Promise((done) => setTimeout(done, 1000)); return field.files.length`,
        /^0$/,
        { gesture: true },
      ),
    ],
  },
  {
    row: 65,
    attack: 'a page asks for files and folders by itself',
    states: ['session'],
    attempts: ['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker'].map((name) =>
      page(
        `if (self.${name} === undefined) return 'absent'; return await Promise.race([self.${name}().then(() => 'granted'), new Promise((done) => setTimeout(() => done('NotAllowedError: silent'), 3000))])`,
        no,
        { gesture: true },
      ),
    ),
  },
  {
    row: 66,
    attack: 'print: print(), Ctrl+P',
    states: ['session'],
    attempts: [page('print(); return "asked"', /asked/, { gesture: true }), keys('ctrl+p')],
  },
  { row: 67, attack: 'the system’s print dialog: Ctrl+Shift+P', states: ['session'], attempts: [keys('ctrl+shift+p')] },
  { row: 68, attack: 'run what was downloaded', states: ['session'], attempts: [trial(documentsDoNotRun)] },
  {
    row: 69,
    attack: 'USB, serial, HID, Bluetooth, MIDI',
    states: ['session'],
    attempts: [
      page(ask('navigator.usb', 'navigator.usb.requestDevice({ filters: [] })'), no, { gesture: true }),
      page(ask('navigator.serial', 'navigator.serial.requestPort()'), no, { gesture: true }),
      page(
        ask(
          'navigator.hid',
          'navigator.hid.requestDevice({ filters: [] }).then((all) => { if (all.length === 0) throw new DOMException("", "NotFoundError"); })',
        ),
        no,
        { gesture: true },
      ),
      page(ask('navigator.bluetooth', 'navigator.bluetooth.requestDevice({ acceptAllDevices: true })'), no, {
        gesture: true,
      }),
    ],
  },
  {
    row: 70,
    attack: 'camera, microphone, a picture of the screen',
    states: ['session'],
    attempts: [
      page(ask('navigator.mediaDevices', 'navigator.mediaDevices.getUserMedia({ audio: true, video: true })'), no, {
        gesture: true,
      }),
      page(ask('navigator.mediaDevices', 'navigator.mediaDevices.getDisplayMedia()'), no, { gesture: true }),
    ],
  },
  {
    row: 71,
    attack: 'permissions: place, notices, clipboard, sensors, fonts, windows, idleness',
    states: ['session'],
    attempts: [
      page(
        `const names = ['geolocation', 'notifications', 'clipboard-read', 'camera', 'microphone', 'midi', 'local-fonts', 'window-management', 'idle-detection', 'display-capture', 'nfc', 'local-network-access', 'loopback-network', 'local-network'];
        const states = await Promise.all(names.map((name) => navigator.permissions.query({ name }).then(({ state }) => name + ' ' + state, () => name + ' unknown')));
        return states.filter((one) => one.endsWith('granted')).join() || 'none'`,
        /^none$/,
      ),
      page(
        ask(
          'Notification',
          'Notification.requestPermission().then((answer) => { if (answer !== "granted") throw new DOMException("", "NotAllowedError"); })',
        ),
        no,
        { gesture: true },
      ),
      page(
        'return await new Promise((done) => navigator.geolocation.getCurrentPosition(() => done("granted"), () => done("NotAllowedError")))',
        no,
        { gesture: true },
      ),
      page(
        ask(
          'self.queryLocalFonts',
          'queryLocalFonts().then((all) => { if (all.length === 0) throw new DOMException("", "NotAllowedError"); })',
        ),
        no,
        { gesture: true },
      ),
      page(ask('self.getScreenDetails', 'getScreenDetails()'), no, { gesture: true }),
      page(ask('navigator.clipboard', 'navigator.clipboard.readText()'), no, { gesture: true }),
    ],
  },
  {
    row: 72,
    attack:
      'what stays granted under every policy: writing to the clipboard, wake lock, storage access, background fetch',
    accepted: 'a nuisance to the page’s own visitor at most, gone with the session',
  },
  { row: 73, attack: 'fill the memory with files', states: ['session'], attempts: [trial(boundedMemory)] },
  {
    row: 74,
    attack: 'the browser’s own language models',
    states: ['session'],
    attempts: [
      page(
        'if (self.LanguageModel === undefined) return "absent"; return await LanguageModel.availability()',
        /^(absent|unavailable)$/,
      ),
    ],
  },
];
