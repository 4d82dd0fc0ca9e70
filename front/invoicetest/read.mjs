// Reads the invoice inside a PDF and checks it by the rules of EN 16931: node read.mjs FILE [--rounded-by-line]
// Taxes that were rounded line by line may be off what the sum of the lines gives: the standard's own rules bear less than one unit of money.
import { readFileSync } from "node:fs";
import { FacturX } from "factur-x-kit";

const [file, byLine] = process.argv.slice(2);
const invoice = await FacturX.fromPDF(new Uint8Array(readFileSync(file)));
const sums = invoice.object.totals.taxBreakdown;
const near = sums.every((s) => Math.abs(s.calculatedAmount - (s.basisAmount * (s.rateApplicablePercent ?? 0)) / 100) < 1);
const { errors = [] } = invoice.validate();
const found = errors.filter((e) => !(byLine && near && /\[BR-(CO-17|S-9)\]/.test(e.message)));
if (found.length > 0) {
  console.log(JSON.stringify(found, null, 1));
  process.exit(1);
}
