package dev.countersign.declare;

import dev.countersign.text.JsonElements;
import dev.countersign.text.JsonElements.Element;
import dev.countersign.text.MisplacedException;
import dev.countersign.text.ShownText;
import dev.countersign.text.TextPlace;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files of {@code apply}: JSON arrays of clients. Stateless. */
final class DeclarationFile {

    /** Of all files together. */
    static final int MAX_CLIENTS = 100_000;

    /** Of one file, in bytes. */
    static final long MAX_BYTES = 256L << 20;

    private DeclarationFile() {}

    /**
     * Reads the clients of all files, in their order.
     *
     * @throws DeclarationException when a file cannot be read, or declares what no client can have, or a client twice;
     *     the message names the place
     */
    static Collection<DeclaredClient> read(List<Path> files) throws DeclarationException {
        Map<String, DeclaredClient> clients = new LinkedHashMap<>();
        for (Path file : files) {
            String text = text(file);
            for (Element element : elements(file, text)) {
                DeclaredClient client = client(element, place(file, text, element.begin()));
                DeclaredClient before = clients.putIfAbsent(client.id(), client);
                if (before != null) {
                    throw new DeclarationException(client.place() + ": the client " + ShownText.quoted(client.id())
                            + " is declared already in " + before.place());
                }
            }
        }
        return clients.values();
    }

    private static DeclaredClient client(Element element, String place) throws DeclarationException {
        if (!(element.members().get("client_id") instanceof String id) || id.isEmpty()) {
            throw new DeclarationException(place + ": a client without a client_id");
        }
        for (String name : element.members().keySet()) {
            if (Representation.SERVER_OWNED.contains(name) || name.equals("client_secret")) {
                throw new DeclarationException(place + ": " + name + " of the client " + ShownText.quoted(id)
                        + " is not declared: the server keeps it");
            }
        }
        return new DeclaredClient(id, element.members(), place);
    }

    private static List<Element> elements(Path file, String text) throws DeclarationException {
        try {
            return JsonElements.read(text, MAX_CLIENTS);
        } catch (MisplacedException e) {
            throw new DeclarationException(place(file, text, e.offset()) + ": " + e.rule(), e);
        }
    }

    private static String text(Path file) throws DeclarationException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new DeclarationException("the file " + file + " is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new DeclarationException("the file " + file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new DeclarationException("cannot read the file " + file + ": " + e, e);
        }
    }

    private static String place(Path file, String text, int offset) {
        return file + ", " + TextPlace.of(text, offset);
    }
}
