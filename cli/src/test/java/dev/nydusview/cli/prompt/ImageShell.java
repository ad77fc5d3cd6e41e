package dev.nydusview.cli.prompt;

import dev.nydusview.base.SafeText;
import dev.nydusview.image.NydusImage;
import dev.nydusview.inspect.PathResolver;
import dev.nydusview.jobs.output.TextOutput;
import dev.nydusview.rafs.RafsImage;
import dev.nydusview.rafs.model.Inode;
import dev.nydusview.rafs.path.ImagePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Walks around in an image: as small as a shell can be that everything at the prompt works with. */
final class ImageShell implements Shell {
    private final NydusImage image;
    private final RafsImage rafs;
    private String directory = "/";

    ImageShell(NydusImage image) {
        this.image = image;
        this.rafs = image.rafs();
    }

    @Override
    public String prompt() {
        return "golden:" + directory + "> ";
    }

    @Override
    public List<String> commands() {
        return List.of("ls", "cd", "cat", "stat", "count", "hang", "exit");
    }

    @Override
    public List<String> options(String command) {
        return command.equals("ls") ? List.of("--long", "--recursive") : List.of();
    }

    @Override
    public List<Candidate> arguments(String command, String word) {
        return new PathCompletion(rafs.tree()).candidates(directory, word);
    }

    @Override
    public boolean run(String line, Output out) throws IOException {
        List<String> words = ShellWords.split(line);
        if (words.isEmpty()) {
            return true;
        }
        String path = words.size() > 1 ? absolute(words.get(1)) : directory;
        try (TextOutput text = new TextOutput(out)) {
            switch (words.get(0)) {
                case "ls" -> list(path, text);
                case "cd" -> directory = ImagePath.parse(path).toString();
                case "cat" -> cat(path, out);
                case "stat" -> text.line(path + " has " + find(path).size() + " bytes");
                case "count" -> count(text);
                case "hang" -> hang(out);
                case "exit" -> {
                    return false;
                }
                default -> throw new IOException("no such command: " + words.get(0));
            }
        }
        return true;
    }

    private String absolute(String word) {
        return word.startsWith("/")
                ? word
                : ImagePath.parse(directory + "/" + word).toString();
    }

    private Inode find(String path) throws IOException {
        return new PathResolver(rafs.tree()).follow(ImagePath.parse(path)).inode();
    }

    private void list(String path, TextOutput out) throws IOException {
        rafs.tree().list(find(path), 0, entry -> {
            out.line(SafeText.escape(entry.name().bytes()));
            return true;
        });
    }

    private void cat(String path, Output out) throws IOException {
        Inode file = find(path);
        ByteBuffer buffer = ByteBuffer.allocate((int) file.size());
        image.files().read(file, 0, buffer);
        try (OutputStream contents = out.contents()) {
            contents.write(buffer.array(), 0, buffer.position());
        }
    }

    /** Counts without end, until the user interrupts it. */
    private static void count(TextOutput out) throws IOException {
        for (long i = 0; true; i++) {
            out.line("number " + i);
        }
    }

    /** Prints to standard error when it starts and when it is to end, and does not end. */
    private static void hang(Output out) {
        System.err.println("hanging");
        boolean said = false;
        while (out != null) {
            LockSupport.parkNanos(1_000_000);
            if (out.stopped() && !said) {
                System.err.println("stopped");
                said = true;
            }
        }
    }
}
