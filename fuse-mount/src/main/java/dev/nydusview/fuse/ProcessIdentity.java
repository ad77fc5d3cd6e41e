package dev.nydusview.fuse;

/**
 * A process and those it belongs to, as {@code /proc/PID/stat} has them.
 *
 * @param id of the process
 * @param group of the processes that a shell starts as one job; 0 if not known
 * @param session of the groups of one terminal, or one {@code setsid}; 0 if not known
 */
public record ProcessIdentity(int id, int group, int session) {}
