package dev.nydusview.inspect.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An item of the tree in a page, which has thousands of them: so keys are short, and zeros are left out.
 *
 * @param parent place in the list of the directory that holds it; -1 for the root
 * @param kind {@code d} directory, {@code f} regular file, {@code r} the rest of its directory
 * @param size bytes of regular files
 * @param plain bytes of the chunks that are first used here, decompressed
 * @param stored bytes that those are stored in
 * @param files names that are not directories: in and below a directory, or in the rest
 * @param directories number of directories below a directory, or in the rest
 * @param group number from {@link TreemapGroups}
 * @param closed true for a directory whose entries are left out
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record TreeItem(
        @JsonProperty("u") int parent,
        @JsonProperty("n") String name,
        @JsonProperty("k") String kind,
        @JsonProperty("s") long size,
        @JsonProperty("p") long plain,
        @JsonProperty("t") long stored,
        @JsonProperty("f") long files,
        @JsonProperty("d") long directories,
        @JsonProperty("g") int group,
        @JsonProperty("x") boolean closed) {

    static TreeItem directory(int parent, Directory directory, boolean closed) {
        Totals total = directory.total();
        return new TreeItem(
                parent,
                DisplayText.name(directory.path()),
                "d",
                total.size(),
                total.plain(),
                total.stored(),
                total.files(),
                total.directories(),
                directory.group(),
                closed);
    }

    static TreeItem file(int parent, Directory.FileItem file, int group) {
        return new TreeItem(
                parent,
                DisplayText.name(file.path()),
                "f",
                file.size(),
                file.plain(),
                file.stored(),
                1,
                0,
                group,
                false);
    }

    /** The rest of {@code directory}, of which {@code shown} is in other items. */
    static TreeItem rest(int parent, Directory directory, Totals shown) {
        Totals total = directory.total();
        return new TreeItem(
                parent,
                "",
                "r",
                total.size() - shown.size(),
                total.plain() - shown.plain(),
                total.stored() - shown.stored(),
                total.files() - shown.files(),
                total.directories() - shown.directories(),
                directory.group(),
                false);
    }
}
