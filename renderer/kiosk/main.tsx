/** The citizen's window: a touchscreen, 1080 × 1920. */
import { mountWindow } from '../common/mount.tsx';
import './css/kiosk.css';
import { App } from './App.tsx';
import { en } from './texts/en.ts';
import { vi } from './texts/vi.ts';

mountWindow({ App, vi, en });
