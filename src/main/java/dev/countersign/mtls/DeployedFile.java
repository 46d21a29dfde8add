package dev.countersign.mtls;

import dev.countersign.text.ShownText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files of the deployer, of limited size. Stateless. */
final class DeployedFile {

    private static final int MAX_SHOWN = 200;

    private DeployedFile() {}

    /** @throws UnusableFileException when it cannot be read, is empty or has more bytes */
    static byte[] read(Path file, int maxBytes) throws UnusableFileException {
        // A pipe would never end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new UnusableFileException("it is no regular file");
        }
        byte[] content;
        try (InputStream input = Files.newInputStream(file)) {
            content = input.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw new UnusableFileException(reason(e), e);
        }
        if (content.length > maxBytes) {
            throw new UnusableFileException("it has more than " + maxBytes + " bytes");
        }
        if (content.length == 0) {
            throw new UnusableFileException("it is empty");
        }
        return content;
    }

    static String reason(IOException problem) {
        if (problem instanceof NoSuchFileException) {
            return "it does not exist";
        }
        return problem instanceof AccessDeniedException
                ? "the server has no permission to read it"
                : "it cannot be read (" + problem.getClass().getSimpleName() + ")";
    }

    static String shown(Path file) {
        return ShownText.of(file.toString(), MAX_SHOWN);
    }
}
