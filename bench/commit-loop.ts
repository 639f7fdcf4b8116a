// A bare loop that commits one row at a time to SQLite, as durable as Coffer commits: what the disk gives.
import { DatabaseSync } from "node:sqlite";

const [path = "", seconds = "1"] = process.argv.slice(2);
const database = new DatabaseSync(path);
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
database.exec("CREATE TABLE rows (id INTEGER PRIMARY KEY, value BLOB)");
const insert = database.prepare("INSERT INTO rows (value) VALUES (?)");
const value = Buffer.alloc(300, 1);
const end = performance.now() + Number(seconds) * 1000;
let count = 0;
while (performance.now() < end) {
  insert.run(value);
  count += 1;
}
database.close();
process.stdout.write(`${JSON.stringify({ perSecond: count / Number(seconds) })}\n`);
