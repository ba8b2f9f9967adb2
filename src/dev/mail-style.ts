/** The inbox's look. System fonts with the usual Chinese ones behind them: nothing is fetched from elsewhere. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5d6878;--line:#e3e7ed;--paper:#fff;--ground:#f5f7fa;--accent:#0b6e6e;--hover:#eef6f6}
@media (prefers-color-scheme:dark){:root{--ink:#e7ebf1;--soft:#9aa6b6;--line:#2c3542;--paper:#1a212b;--ground:#11161d;--accent:#5cc8c2;--hover:#202a35}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",sans-serif}
header{display:flex;gap:1rem;align-items:baseline;padding:.9rem max(1rem,calc(50vw - 34rem));background:var(--paper);border-bottom:1px solid var(--line)}
.brand{font-weight:650;font-size:1.1rem;color:var(--ink);text-decoration:none}.brand span{color:var(--accent)}
.hint,.count,.back,dt,.when,th{color:var(--soft)}.hint{font-size:.85rem}
main{max-width:70rem;margin:0 auto;padding:1.2rem 1rem 3rem}
a{color:var(--accent)}a:focus-visible,button:focus-visible,input:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
h1{font-size:1.35rem;line-height:1.3;margin:0 0 .8rem;overflow-wrap:anywhere}
h1.quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.tools{display:flex;flex-wrap:wrap;gap:.8rem;align-items:center;margin-bottom:1rem}
.search{display:flex;gap:.4rem;flex:1 1 20rem;max-width:32rem}
input{flex:1;min-width:0;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.45rem .7rem}
button{font:inherit;color:var(--accent);background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.45rem .9rem;cursor:pointer}
.clear{margin-left:auto;color:var(--soft)}.clear summary{cursor:pointer}.clear button{color:#b3261e;margin-top:.4rem}
table{width:100%;border-collapse:collapse;background:var(--paper);border:1px solid var(--line);border-radius:10px;overflow:hidden;table-layout:fixed}
th{text-align:left;font-weight:500;font-size:.8rem}th,td{padding:.55rem .9rem;border-bottom:1px solid var(--line);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
tbody tr:last-child td{border-bottom:0}tbody tr:hover{background:var(--hover)}
th:first-child{width:32%}th.when{width:12.5rem}.when{font-variant-numeric:tabular-nums}
.subject a{color:var(--ink);font-weight:550;text-decoration:none}.subject a:hover{text-decoration:underline}
.pager{display:flex;gap:1.2rem;justify-content:center;margin-top:1.2rem}.pager span{opacity:.4}
.empty{background:var(--paper);border:1px dashed var(--line);border-radius:10px;padding:2.5rem 1rem;text-align:center;color:var(--soft)}
article{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:1.4rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0 0 1.1rem;font-size:.92rem}dd{margin:0;overflow-wrap:anywhere}
.tabs{display:flex;gap:.3rem;border-bottom:1px solid var(--line);margin-bottom:1rem}
.tabs a{padding:.45rem .9rem;text-decoration:none;color:var(--soft);border-bottom:2px solid transparent;margin-bottom:-1px}
.tabs a[aria-current]{color:var(--accent);border-color:var(--accent);font-weight:550}.tabs a[download]{margin-left:auto}
iframe{width:100%;height:72vh;border:1px solid var(--line);border-radius:8px;background:#fff;resize:vertical}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}pre.text{font:inherit;max-width:46rem}pre.headers{font:13px/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace}
@media (max-width:40rem){th.when,td.when,.hint{display:none}th:first-child{width:40%}}
`;
