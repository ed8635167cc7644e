import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Connection } from "../../cli/libsql/connection.ts";
import { ConnectionPool } from "../../cli/libsql/connection-pool.ts";
import { openDatabase } from "../../cli/libsql/open-database.ts";
import { readStatement } from "../../cli/libsql/statement.ts";
import { Stream } from "../../cli/libsql/stream.ts";
import { WriteLock } from "../../cli/libsql/write-lock.ts";

it("a connection on which a reading was never ended keeps nobody from writing", async () => {
  const folder = await mkdtemp(join(tmpdir(), "fodspor-pinned-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const pool = new ConnectionPool({ file: join(folder, "test.db"), schemaVersion: 0, unsafeText: false });
  await openDatabase(pool);
  const other = new Connection(pool.shared);
  other.exec(`CREATE TABLE t (n);
    INSERT INTO t WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5000) SELECT n FROM c`);
  const pinned = pool.take();
  pinned.prepare("SELECT n FROM t").rows!([]).next();
  pool.giveBack(pinned);
  other.exec("INSERT INTO t VALUES (3)");

  for (const sql of ["BEGIN IMMEDIATE", "INSERT INTO t VALUES (4)"]) {
    const stream = new Stream({ pool, writeLock: new WriteLock(), maxResultBytes: 1_000 });
    expect(stream.tryLock()).toBe(true);
    stream.run(readStatement(sql), { args: [], named: [], wantRows: false });
    stream.close();
  }
  other.close();
});
