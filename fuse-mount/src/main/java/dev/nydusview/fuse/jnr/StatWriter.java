package dev.nydusview.fuse.jnr;

import dev.nydusview.fuse.FileSystemStats;
import dev.nydusview.rafs.model.Inode;
import jnr.ffi.Pointer;
import jnr.ffi.Struct;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.Statvfs;

/** Writes attributes into the structures of the C library, whose layout jnr-fuse knows for each architecture. */
final class StatWriter {
    private static final int BLOCK_SIZE = 4096;

    private StatWriter() {}

    static void write(Inode inode, Pointer target) {
        FileStat stat = FileStat.of(target);
        target.setMemory(0, Struct.size(stat), (byte) 0);
        stat.st_ino.set(inode.number());
        stat.st_mode.set(inode.mode());
        stat.st_nlink.set(inode.nlink());
        stat.st_uid.set(inode.uid());
        stat.st_gid.set(inode.gid());
        stat.st_rdev.set(Integer.toUnsignedLong(inode.rdev()));
        stat.st_size.set(inode.size());
        stat.st_blksize.set(BLOCK_SIZE);
        stat.st_blocks.set(inode.blocks());
        stat.st_mtim.tv_sec.set(inode.mtime());
        stat.st_mtim.tv_nsec.set(inode.mtimeNanos());
        stat.st_ctim.tv_sec.set(inode.mtime());
        stat.st_ctim.tv_nsec.set(inode.mtimeNanos());
        stat.st_atim.tv_sec.set(inode.mtime());
        stat.st_atim.tv_nsec.set(inode.mtimeNanos());
    }

    static void write(FileSystemStats stats, Pointer target) {
        Statvfs statvfs = Statvfs.of(target);
        statvfs.f_bsize.set(stats.blockSize());
        statvfs.f_frsize.set(stats.blockSize());
        statvfs.f_blocks.set(stats.blocks());
        statvfs.f_bfree.set(0);
        statvfs.f_bavail.set(0);
        statvfs.f_files.set(stats.inodes());
        statvfs.f_ffree.set(0);
        statvfs.f_favail.set(0);
        statvfs.f_namemax.set(stats.maxName());
    }
}
