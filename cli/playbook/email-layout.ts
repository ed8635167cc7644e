interface Letter {
  locale: string;
  /** Who writes; shown above the letter. */
  site: string;
  subject: string;
  body: string;
}

/** In mail programs that know dark mode; the others show the light colours of the inline styles. */
const DARK = `
      @media (prefers-color-scheme: dark) {
        .page { background: #0a1316 !important; color: #e7efec !important; }
        .sheet { background: #132024 !important; border-color: #2b3b3f !important; }
        .button { background: #5fdcb5 !important; color: #05231a !important; }
      }`;

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** An HTML mail around `body`: one column, inline styles, no pictures, readable in light and dark. Liquid stays Liquid. */
export function layOut({ locale, site, subject, body }: Letter): string {
  return `<!doctype html>
<html lang="${escape(locale)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="supported-color-schemes" content="light dark">
    <title>${escape(subject)}</title>
    <style>${DARK}
    </style>
  </head>
  <body class="page" style="margin:0;padding:0;background:#f2f4f1;color:#14211f;${FONT};font-size:16px;line-height:1.6">
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
      <tr>
        <td align="center" style="padding:24px 12px">
          <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px">
            <tr><td style="padding:0 8px 16px;font-weight:700;font-size:18px">${escape(site)}</td></tr>
            <tr>
              <td class="sheet" style="padding:28px 28px 16px;background:#ffffff;border:1px solid #dbe2df;border-radius:14px">
${body}
              </td>
            </tr>
          </table>
        </td>
      </tr>
    </table>
  </body>
</html>
`;
}

/** Leaves Liquid tags alone, since the Worker fills and escapes them. */
function escape(text: string): string {
  return text
    .split(/(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
    )
    .join("");
}
