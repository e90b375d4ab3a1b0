import { createHash } from 'node:crypto';

/** The style of the page. No script, no font and no picture is loaded from anywhere. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--desk:#eef1f5;--ink:#1b2430;--soft:#4d5a6b;--line:#cfd6df;--link:#0b4f8a;
--valid:#0f5c36;--valid-bg:#e3f4ea;--warn:#7a4100;--warn-bg:#fdf0dc;--bad:#8e1620;--bad-bg:#fce8e9;--other:#3a4656;--other-bg:#e8ecf1}
@media (prefers-color-scheme:dark){:root{--paper:#1a212b;--desk:#10151c;--ink:#eef2f7;--soft:#b3bfcd;--line:#3a4655;--link:#8cc4ff;
--valid:#8fe0b3;--valid-bg:#12352450;--warn:#ffc778;--warn-bg:#40290a80;--bad:#ffa9ae;--bad-bg:#451519a0;--other:#cbd5e1;--other-bg:#2a3442}}
*{box-sizing:border-box}
body{margin:0;background:var(--desk);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;
-webkit-text-size-adjust:100%}
main{max-width:42rem;margin:0 auto;padding:1.25rem 1rem 3rem}
.top{margin:.25rem 0 1rem;font-size:.8125rem;font-weight:600;letter-spacing:.08em;text-transform:uppercase;color:var(--soft)}
.sheet{background:var(--paper);border:1px solid var(--line);border-radius:.875rem;overflow:hidden;box-shadow:0 1px 2px #0000000d,0 12px 32px #0000000f}
.standing{display:flex;gap:.875rem;align-items:flex-start;padding:1.125rem 1.25rem;border-bottom:1px solid var(--line)}
.standing svg{flex:none;width:2.25rem;height:2.25rem;margin-top:.125rem}
.standing h1{margin:0;font-size:1.1875rem;line-height:1.3}
.standing p{margin:.25rem 0 0;color:var(--ink)}
.VALID{background:var(--valid-bg)}.VALID h1,.VALID svg{color:var(--valid)}
.SUSPENDED{background:var(--warn-bg)}.SUSPENDED h1,.SUSPENDED svg{color:var(--warn)}
.REVOKED{background:var(--bad-bg)}.REVOKED h1,.REVOKED svg{color:var(--bad)}
.SUPERSEDED,.UNKNOWN,.ASK{background:var(--other-bg)}.SUPERSEDED h1,.SUPERSEDED svg,.UNKNOWN h1,.UNKNOWN svg,.ASK h1,.ASK svg{color:var(--other)}
.paper{padding:1.75rem 1.25rem 1.5rem;text-align:center}
.paper .by{margin:0;color:var(--soft)}
.paper .holder{margin:.125rem 0 1rem;padding:0 0 1rem;border-bottom:1px solid var(--line);font:600 1.75rem/1.25 "Palatino Linotype",Palatino,"Times New Roman",serif;overflow-wrap:anywhere}
.paper .title{margin:0;font:1.25rem/1.35 "Palatino Linotype",Palatino,"Times New Roman",serif;overflow-wrap:anywhere}
.notvalid .holder,.notvalid .title{color:var(--soft)}
dl{margin:0;border-top:1px solid var(--line)}
dl div{padding:.6875rem 1.25rem;border-bottom:1px solid var(--line)}
dl div:last-child{border-bottom:0}
dt{color:var(--soft)}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
.number{font:600 1rem/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;letter-spacing:.04em;white-space:nowrap}
.note{margin:1rem .25rem 0;font-size:.875rem;color:var(--soft)}
.note a,.paper a{color:var(--link)}
form{margin:1.5rem 0 0;padding:1.125rem 1.25rem 1.25rem;background:var(--paper);border:1px solid var(--line);border-radius:.875rem}
.standing+form{margin:0;border:0;border-radius:0}
label{display:block;margin:0 0 .375rem;font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:.625rem}
input{flex:1 1 15rem;min-width:0;min-height:2.875rem;padding:.5rem .75rem;font:1rem/1.4 ui-monospace,"SF Mono",Menlo,Consolas,monospace;
letter-spacing:.03em;color:inherit;background:var(--desk);border:1px solid var(--soft);border-radius:.5rem;text-transform:uppercase}
input::placeholder{color:var(--soft);opacity:1}
button{flex:1 0 auto;min-height:2.875rem;padding:.5rem 1.375rem;font:inherit;font-weight:600;color:var(--paper);background:var(--link);
border:0;border-radius:.5rem;cursor:pointer}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.print{display:none}
@media (min-width:40rem){main{padding-top:2.5rem}.paper{padding:2.5rem 2rem 2rem}.paper .holder{font-size:2.25rem}.paper .title{font-size:1.4375rem}
.standing h1{font-size:1.3125rem}
.standing,dl div,form{padding-left:1.75rem;padding-right:1.75rem}dl div{display:grid;grid-template-columns:11rem 1fr}button{flex:0 0 auto}}
@media print{body{background:#fff}main{max-width:none;padding:0}.sheet{box-shadow:none}form,.screen{display:none}.print{display:block}
.standing{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`;

/** A page with this style and nothing else that could run or load; its form leads back here alone. */
export const PAGE_POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');
