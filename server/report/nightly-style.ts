/** The look of a report's page: plain CSS without variables, since mail clients know no newer. */
import { html, type Html } from './html.ts';

/** Light only. Gmail drops a style element above 8 KB, so tables have one of their own. */
export const PAGE_STYLE: Html = html`<style>
  body {
    margin: 0;
    background: #f4f6f8;
    color: #1b2330;
    font:
      14px/1.5 system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      Helvetica,
      Arial,
      sans-serif;
  }
  .page {
    max-width: 880px;
    margin: 0 auto;
    padding: 24px 16px 40px;
  }
  .card {
    background: #fff;
    border-radius: 8px;
    padding: 28px 30px;
    margin: 0 0 16px;
  }
  .over {
    margin: 0 0 10px;
    font-size: 13px;
    color: #5b6675;
  }
  h1 {
    font-size: 24px;
    line-height: 1.35;
    font-weight: 600;
    margin: 0;
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: 16px;
    font-weight: 600;
    margin: 0 0 2px;
  }
  p {
    margin: 0;
  }
  .muted {
    color: #5b6675;
    font-size: 13px;
  }
  .movers {
    margin-top: 10px;
    color: #5b6675;
    overflow-wrap: anywhere;
  }
  .movers b {
    color: #1b2330;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .state {
    display: inline-block;
    margin-left: 8px;
    padding: 1px 9px;
    border-radius: 10px;
    font-size: 12px;
    border: 1px solid #bfe0cc;
    color: #1a6b43;
    background: #f0f9f3;
  }
  .state.warn {
    border: 1px dashed #b7791f;
    color: #7a4b00;
    background: #fffaf0;
  }
  .tiles {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
    margin-top: 22px;
  }
  .tiles td {
    padding: 14px 12px 0 0;
    vertical-align: top;
    font-variant-numeric: tabular-nums;
  }
  .tiles tr:first-child td {
    border-top: 1px solid #e3e7ec;
  }
  .tiles .label {
    display: block;
    font-size: 12px;
    color: #5b6675;
  }
  .tiles .value {
    display: block;
    font-size: 20px;
    font-weight: 600;
    line-height: 1.4;
  }
  .tiles .note {
    display: block;
    font-size: 12px;
    color: #5b6675;
  }
  .notices {
    margin: 0 0 16px;
    padding: 14px 20px;
    background: #fffaf0;
    border-left: 3px solid #c98a12;
    border-radius: 4px;
    color: #4a3713;
  }
  .notices.info {
    background: #fff;
    border-left-color: #98a2ad;
    color: #3c4654;
  }
  .notices p {
    margin: 4px 0;
    overflow-wrap: anywhere;
  }
  .notices b {
    font-weight: 600;
  }
  .chart {
    display: block;
    width: 100%;
    height: auto;
    margin-top: 14px;
  }
  .chart text {
    font-size: 12px;
    fill: #5b6675;
    font-family: inherit;
    font-variant-numeric: tabular-nums;
  }
  .chart text.name {
    fill: #1b2330;
    font-size: 13px;
  }
  .legend {
    margin-top: 14px;
    color: #5b6675;
    font-size: 13px;
  }
  .key {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin: 0 6px 0 0;
  }
  .key.throttles {
    background: #e69f00;
  }
  .key.errors {
    background: #b5400b;
    margin-left: 14px;
  }
  footer {
    color: #5b6675;
    font-size: 12px;
    padding: 4px 30px;
  }
  footer p {
    margin: 0 0 4px;
    overflow-wrap: anywhere;
  }
</style>`;
