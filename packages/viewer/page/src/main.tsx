import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { changes } from './api/changes';
import './styles/index.css';

changes.start();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
