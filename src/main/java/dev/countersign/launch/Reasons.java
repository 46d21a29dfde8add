package dev.countersign.launch;

import dev.countersign.text.Redaction;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Turns an exception into a short reason for the end of a message, without passwords. */
final class Reasons {
    private Reasons() {}

    static String of(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
            return "not a directory";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : Redaction.of(message.strip());
    }
}
