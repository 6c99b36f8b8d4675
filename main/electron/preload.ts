import { contextBridge, ipcRenderer } from 'electron';
import type { KioskBridge } from '../../contract/screens.ts';
import { callChannel, eventChannel } from './bridge.ts';

/**
 * All that our own pages get, and nothing that pages of the web ever see. Functions only: neither `ipcRenderer` nor its raw events pass.
 * Built as one CommonJS file, since it runs in a sandboxed renderer.
 * https://www.electronjs.org/docs/latest/api/context-bridge
 */
const bridge: KioskBridge = {
  call: (name, input) => ipcRenderer.invoke(callChannel, name, input),
  listen: (name, heard) => {
    const listener = (_event: unknown, told: unknown, payload: Parameters<typeof heard>[0]): void => {
      if (told === name) heard(payload);
    };
    ipcRenderer.on(eventChannel, listener);
    return () => ipcRenderer.off(eventChannel, listener);
  },
};

contextBridge.exposeInMainWorld('escale', bridge);
