/** The style of the reference. It is in the page, and named by its hash in the policy of the page. */
export const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; --line: color-mix(in srgb, currentColor 22%, transparent); --faint: color-mix(in srgb, currentColor 7%, transparent); }
* { box-sizing: border-box; }
body { margin: 0; }
a { color: light-dark(#0b5cad, #8cc2ff); }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid; outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem; background: Canvas; }
.page { display: grid; grid-template-columns: 19rem minmax(0, 1fr); max-width: 84rem; margin: 0 auto; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 1.5rem 1rem; font-size: .9rem; }
nav ul { list-style: none; margin: 0 0 .75rem; padding: 0; }
nav li { padding: .15rem 0; }
nav p { font-weight: 600; margin: .75rem 0 .25rem; }
nav summary { font-weight: 600; }
main { padding: 1.5rem 1.5rem 4rem; min-width: 0; }
h1 { margin: 0; }
h2 { margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { margin: 2.5rem 0 .25rem; font-size: 1.15rem; overflow-wrap: anywhere; scroll-margin-top: 1rem; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
h4 { margin: 1.25rem 0 .25rem; }
p, dl, ul { max-width: 48rem; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow: auto; padding: .75rem; background: var(--faint); border-radius: .25rem; }
pre code { overflow-wrap: normal; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); font-weight: 400; }
caption { text-align: left; font: .9em ui-monospace, monospace; padding-top: .75rem; }
thead th { font-weight: 600; }
tbody th { width: 13rem; }
small, .kind { color: color-mix(in srgb, currentColor 75%, transparent); }
.kind { font-size: .9em; }
.answers { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); gap: .25rem .5rem; margin: 0; }
dd { margin: 0; }
ul { padding-left: 1.2rem; margin: .25rem 0; }
details { margin: .25rem 0; }
summary { cursor: pointer; }
.schema { margin: .5rem 0; scroll-margin-top: 1rem; }
.schema > summary { font-weight: 600; }
.schema:target > summary { outline: 2px solid; outline-offset: 2px; }
@media (min-width: 52.01rem) {
  nav details::details-content { content-visibility: visible; }
  nav summary { list-style: none; cursor: auto; }
  nav summary::-webkit-details-marker { display: none; }
}
@media (max-width: 52rem) {
  .page { display: block; }
  nav { position: static; max-height: none; padding: 1rem 1rem 0; }
  main { padding: 1rem; }
  tbody th { width: 7.5rem; }
}
@media print { nav { display: none; } .page { display: block; } }
`;
