DROP INDEX "endpoint_port_key";
CREATE UNIQUE INDEX "endpoint_port_bind_address_key" ON "endpoint"("port", "bind_address") NULLS NOT DISTINCT;
ALTER TABLE "endpoint"
  ADD COLUMN "connections" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "refused_count" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "refused_addresses" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "counters" JSONB;
ALTER TABLE "allowed_ip" ADD COLUMN "connections" INTEGER NOT NULL DEFAULT 0;
