import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './kit/base.css';
import './kit/tokens.css';
import { App } from './app/app.js';
import { startScheme } from './app/scheme.js';

startScheme();
const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no element with the id "page"');
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
