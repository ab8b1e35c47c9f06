/** Brings the PIN pad's page to life. The page has no script of its own, so that nothing could be slipped into it. */
import { ipcRenderer } from 'electron';
import { assertNever } from '../domain/assert-never.ts';
import { CHANNELS, type PinAnswer } from './ipc.ts';

const LONGEST = 12;
/** A pad that nobody touches goes away. */
const IDLE_MS = 60_000;

let digits = '';
let busy = false;
let idle: number | undefined;

window.addEventListener('DOMContentLoaded', () => {
  for (const key of document.querySelectorAll<HTMLButtonElement>('button[data-key]')) {
    key.addEventListener('click', () => press(key.dataset['key'] ?? ''));
  }
  window.addEventListener('keydown', (event) => press(event.key));
  stayAwake();
});

function press(key: string): void {
  stayAwake();
  if (busy) return;
  if (/^\d$/.test(key)) digits = (digits + key).slice(0, LONGEST);
  else if (key === 'Backspace') digits = digits.slice(0, -1);
  else if (key === 'Escape') ipcRenderer.send(CHANNELS.cancelPin);
  else if (key === 'Enter') void submit();
  write('dots', '●'.repeat(digits.length));
}

async function submit(): Promise<void> {
  if (digits.length < 4) return write('message', 'Mã gồm ít nhất 4 chữ số.');
  busy = true;
  write('message', 'Đang kiểm tra…');
  const answer: PinAnswer = await ipcRenderer.invoke(CHANNELS.enterPin, digits);
  busy = false;
  digits = '';
  write('dots', '');
  write('message', sentence(answer));
}

function sentence(answer: PinAnswer): string {
  switch (answer.result) {
    case 'accepted':
      return 'Đúng mã.';
    case 'refused':
      return answer.waitSeconds > 0
        ? `Chưa đúng mã. Xin thử lại sau ${answer.waitSeconds} giây.`
        : 'Chưa đúng mã. Xin thử lại.';
    case 'unavailable':
      return 'Chương trình đang khởi động lại. Xin chờ một lát rồi thử lại.';
    default:
      return assertNever(answer);
  }
}

function write(id: string, text: string): void {
  const element = document.getElementById(id);
  if (element !== null) element.textContent = text;
}

function stayAwake(): void {
  window.clearTimeout(idle);
  idle = window.setTimeout(() => ipcRenderer.send(CHANNELS.cancelPin), IDLE_MS);
}
