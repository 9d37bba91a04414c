-- AlterTable
ALTER TABLE "database_extension" ADD COLUMN     "is_cascade" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "schema_name" TEXT;

-- AlterTable
ALTER TABLE "instance" ADD COLUMN     "observed_settings" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "settings_read_at" TIMESTAMPTZ(6);

-- AlterTable
ALTER TABLE "pack" ADD COLUMN     "extensions" JSONB;
