/** The look of a report: plain CSS without variables, since mail clients know no newer. */
import { html, type Html } from './html.ts';

/**
 * The style element, light only; it stays under 8 KB, because Gmail drops longer ones, and so its
 * rules stand one to a line.
 */
// prettier-ignore
export const NIGHTLY_STYLE: Html = html`<style>
body{margin:0;background:#f4f6f8;color:#1b2330;
font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
.page{max-width:880px;margin:0 auto;padding:24px 16px 40px}
.card{background:#fff;border-radius:8px;padding:28px 30px;margin:0 0 16px}
.over{margin:0 0 10px;font-size:13px;color:#5b6675}
h1{font-size:24px;line-height:1.35;font-weight:600;margin:0;overflow-wrap:anywhere}
h2{font-size:16px;font-weight:600;margin:0 0 2px}
p{margin:0}
.muted{color:#5b6675;font-size:13px}
.movers{margin-top:10px;color:#5b6675;overflow-wrap:anywhere}
.movers b{color:#1b2330;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
.state{display:inline-block;margin-left:8px;padding:1px 9px;border-radius:10px;font-size:12px;
border:1px solid #bfe0cc;color:#1a6b43;background:#f0f9f3}
.state.preliminary{border:1px dashed #b7791f;color:#7a4b00;background:#fffaf0}
.tiles{width:100%;border-collapse:collapse;table-layout:fixed;margin-top:22px}
.tiles td{padding:14px 12px 0 0;vertical-align:top;font-variant-numeric:tabular-nums}
.tiles tr:first-child td{border-top:1px solid #e3e7ec}
.tiles .label{display:block;font-size:12px;color:#5b6675}
.tiles .value{display:block;font-size:20px;font-weight:600;line-height:1.4}
.tiles .note{display:block;font-size:12px;color:#5b6675}
.notices{margin:0 0 16px;padding:14px 20px;background:#fffaf0;border-left:3px solid #c98a12;
border-radius:4px;color:#4a3713}
.notices.info{background:#fff;border-left-color:#98a2ad;color:#3c4654}
.notices p{margin:4px 0;overflow-wrap:anywhere}
.notices b{font-weight:600}
.chart{display:block;width:100%;height:auto;margin-top:14px}
.chart text{font-size:12px;fill:#5b6675;font-family:inherit;font-variant-numeric:tabular-nums}
.chart text.name{fill:#1b2330;font-size:13px}
.legend{margin-top:14px;color:#5b6675;font-size:13px}
.key{display:inline-block;width:10px;height:10px;margin:0 6px 0 0}
.key.throttles{background:#e69f00}
.key.errors{background:#b5400b;margin-left:14px}
.figures{width:100%;border-collapse:collapse;margin-top:12px;font-size:13px;
font-variant-numeric:tabular-nums}
.figures th{font-size:12px;font-weight:400;color:#5b6675;text-align:right;white-space:nowrap;
padding:6px 0 6px 12px;border-bottom:1px solid #98a2ad}
.figures td{text-align:right;padding:7px 0 7px 12px;border-bottom:1px solid #eef1f4;
vertical-align:top;white-space:nowrap}
.figures .name{text-align:left;padding-left:0;white-space:normal;overflow-wrap:anywhere;
min-width:180px}
.zero{color:#6b7582}
.figures .missing .name,.figures .rest .name{color:#5b6675;font-style:italic}
.figures tfoot td{border-bottom:0;border-top:1px solid #98a2ad;font-weight:600}
.share{height:3px;margin-top:4px;background:#eef1f4;border-radius:2px}
.share div{height:3px;background:#0072b2;border-radius:2px}
.missing .share div{background:#8a949f}
.badge{display:inline-block;padding:0 7px;border:1px dashed #98a2ad;border-radius:9px;
font-size:11px;color:#4a5563}
.list{width:100%;border-collapse:collapse;margin-top:12px;font-size:13px}
.list th{font-size:12px;font-weight:400;color:#5b6675;text-align:left;padding:6px 12px 6px 0;
border-bottom:1px solid #98a2ad}
.list td{padding:7px 12px 7px 0;border-bottom:1px solid #eef1f4;vertical-align:top;
overflow-wrap:anywhere}
.list .muted{font-size:12px}
.list .bad{color:#b42318;font-weight:600;white-space:nowrap}
.list .ok{color:#1a6b43;white-space:nowrap}
.list .time{white-space:nowrap;font-variant-numeric:tabular-nums}
footer{color:#5b6675;font-size:12px;padding:4px 30px}
footer p{margin:0 0 4px;overflow-wrap:anywhere}
@media (max-width:640px){.card{padding:20px 16px}.tiles td{display:inline-block;width:46%}
.tiles tr:first-child td{border-top:0}.wide{overflow-x:auto}.wide .chart{min-width:560px}
.figures .name{min-width:120px}footer{padding:4px 16px}}
@media print{@page{size:A4;margin:14mm}
body{background:#fff;font-size:12px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.page{max-width:none;padding:0}.card{padding:0;margin:0 0 22px;border-radius:0}
h1{font-size:20px}.chart,.tiles,.notices,tr{break-inside:avoid}h2,.legend,.chart{break-after:avoid}
.figures,.list{font-size:10px}.figures th,.badge,.list th{font-size:10px}
.figures th,.figures td{padding-left:7px}.figures .name{min-width:120px;padding-left:0}
footer{padding:0}}
</style>`;
