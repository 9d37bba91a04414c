ALTER TABLE "instance" ADD COLUMN "allowed_ips_changed_at" TIMESTAMPTZ(6);
