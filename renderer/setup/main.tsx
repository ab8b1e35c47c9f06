/** The technician's window: what is connected and how it is, and the bench of virtual devices for training. */
import { mountWindow } from '../common/mount.tsx';
import { App } from './App.tsx';
import './styles/index.css';
import { en } from './texts/en.ts';
import { vi } from './texts/vi.ts';

mountWindow({ App, vi, en });
