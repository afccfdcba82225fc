// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

/** Adopted by the shadow tree: host pages may forbid inline styles. Two colours of theme.css, which is not here. */
export const sheet = `
:host{all:initial;color-scheme:light dark;--a:#0b6572;--o:#fff}
@media(prefers-color-scheme:dark){:host(:not([theme=light])){--a:#63c5d1;--o:#06242a}}
:host([theme=dark]){--a:#63c5d1;--o:#06242a}
button,iframe{position:fixed;inset-inline-end:20px;z-index:2147483000}
:host([position=start]) :is(button,iframe){inset-inline:20px auto}
button{inset-block-end:20px;inline-size:56px;block-size:56px;padding:0;border:0;border-radius:50%;background:var(--a);color:var(--o);cursor:pointer;box-shadow:0 4px 16px #0003;transition:transform .14s}
button:hover{transform:scale(1.05)}
button:focus-visible{outline:3px solid var(--a);outline-offset:3px}
svg{inline-size:26px;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round;vertical-align:middle}
span{position:absolute;inset:-4px -4px auto auto;min-inline-size:20px;padding:0 5px;border-radius:10px;background:#b02a2a;color:#fff;font:600 12px/20px system-ui,sans-serif;box-sizing:border-box}
[hidden]{display:none}
iframe{inset-block-end:92px;inline-size:min(400px,100vw - 40px);block-size:min(660px,100vh - 112px);border:0;border-radius:14px;box-shadow:0 8px 40px #0000003d,0 1px 4px #0003;background:none;color-scheme:normal}
:host(:not([open])) iframe{visibility:hidden;pointer-events:none}
@media(max-width:599px){:host([open]) button{display:none}iframe,:host([position=start]) iframe{inset:0;inline-size:100%;block-size:100%;border-radius:0}}
@media(prefers-reduced-motion:reduce){button{transition:none}}
`;
