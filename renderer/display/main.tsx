/** The board of the hall: 1920 × 1080, read from up to eight metres. */
import { mountWindow } from '../common/mount.tsx';
import './css/display.css';
import { App } from './App.tsx';
import { en } from './texts/en.ts';
import { vi } from './texts/vi.ts';

mountWindow({ App, vi, en, night: true });
