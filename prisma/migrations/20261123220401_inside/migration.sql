-- AlterTable
ALTER TABLE "database_user" ADD COLUMN     "owned_objects" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "privilege" ADD COLUMN     "differences" TEXT[];
