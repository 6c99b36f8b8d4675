/**
 * Pages of an allowed site that try everything at once: each does its worst as it loads, and again at every click and key. `canaries` are the
 * places that nobody may reach.
 */
const atEveryTouch = (script: string): string => `
  const worst = async () => { ${script} };
  for (const kind of ['click', 'keydown', 'mousedown', 'auxclick', 'dragstart']) addEventListener(kind, () => void worst().catch(() => 0), true);
  worst().catch(() => 0); return 'loose'`;

export const hostilePages: readonly string[] = [
  // Windows of every kind and size.
  `for (let i = 0; i < 30; i += 1) open('/', 'f' + Math.random(), ['popup', 'width=300,height=200', 'width=2000,height=2000,left=-100,top=-100', ''][i % 4]);
   const far = open('/', '_blank', 'popup,width=900,height=500'); setInterval(() => { far?.moveTo(0, 0); far?.resizeTo(1280, 800); far?.focus(); }, 50);`,
  // The whole screen, the keyboard and the pointer.
  `await document.documentElement.requestFullscreen(); navigator.keyboard?.lock(); await document.body.requestPointerLock(); window.focus(); moveTo(0, 0); resizeTo(5000, 5000);`,
  // Dialogs without end.
  `addEventListener('beforeunload', (event) => event.preventDefault()); setTimeout(() => { for (let i = 0; i < 20; i += 1) { alert('Restez'); confirm('Restez'); prompt('Code'); } }, 0);`,
  // No time for anybody else.
  `for (let i = 0; i < 4; i += 1) new Worker(URL.createObjectURL(new Blob(['for (;;);']))); const end = performance.now() + 3000; while (performance.now() < end);`,
  // Files, paper and devices.
  `print(); for (const kind of ['file', 'color', 'date']) { const one = document.createElement('input'); one.type = kind; document.body.append(one); one.click(); one.showPicker?.(); }
   self.showOpenFilePicker?.().catch(() => 0); const link = document.createElement('a'); link.href = '/piece-jointe'; link.download = 'x'; link.click();
   navigator.usb?.requestDevice({ filters: [] }).catch(() => 0); navigator.mediaDevices?.getDisplayMedia().catch(() => 0); Notification?.requestPermission();`,
  // Out of here: other programs, the browser's own pages, forbidden places.
  `for (const to of ['mailto:a@b.example', 'chrome://settings', 'file:///etc/passwd', 'view-source:http://ville.internal/', 'escale:x', 'http://' + canaries[0] + '/']) {
     open(to); const frame = document.createElement('iframe'); frame.src = to; document.body.append(frame); }
   setTimeout(() => { location.href = 'http://' + canaries[0] + '/'; }, 500);`,
  // Everything goes away.
  `open('/', '_blank'); setTimeout(() => { window.close(); history.go(-10); location.reload(); }, 300);`,
  // Everything comes back: a page that loads again and again and asks all the time.
  `navigator.serviceWorker?.register('/ouvrier.js?code=' + encodeURIComponent("setInterval(() => fetch('/encore'), 100)")).catch(() => 0);
   setInterval(() => { for (const one of canaries) { fetch('http://' + one + '/', { mode: 'no-cors' }).catch(() => 0); new WebSocket('ws://' + one + '/'); } }, 300);
   for (let i = 0; i < 200; i += 1) history.pushState({}, '', '?' + i);`,
  // Memory.
  `const kept = []; const more = setInterval(() => { kept.push(new Uint8Array(20_000_000).fill(1)); if (kept.length > 20) clearInterval(more); }, 100);`,
].map(atEveryTouch);
