package dev.countersign.declare;

import dev.countersign.declare.YamlDocuments.YamlException;
import dev.countersign.text.JsonElements;
import dev.countersign.text.MisplacedException;
import dev.countersign.text.ShownText;
import dev.countersign.text.TextPlace;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the files of {@code apply}: lists of clients, JSON where the name ends so, else YAML. Stateless. */
final class DeclarationFile {

    /** Of one file. */
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
            for (DeclaredClient client : clients(file, text(file))) {
                DeclaredClient before = clients.putIfAbsent(client.id(), client);
                if (before != null) {
                    throw new DeclarationException(client.place() + ": the client " + ShownText.quoted(client.id())
                            + " is declared already in " + before.place());
                }
            }
        }
        return clients.values();
    }

    static String text(Path file) throws DeclarationException {
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

    private static List<DeclaredClient> clients(Path file, String text) throws DeclarationException {
        boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        List<DeclaredClient> clients = new ArrayList<>();
        if (json) {
            Lines lines = new Lines(text);
            for (JsonElements.Element element : elements(file, text)) {
                clients.add(client(element.members(), file + ", " + lines.place(element.begin())));
            }
            return clients;
        }
        for (YamlDocuments.Item item : items(file, text)) {
            clients.add(client(item.members(), file + ", " + new TextPlace(item.line(), item.column())));
        }
        return clients;
    }

    private static DeclaredClient client(Map<String, Object> members, String place) throws DeclarationException {
        if (!(members.get("client_id") instanceof String id) || id.isEmpty()) {
            throw new DeclarationException(place + ": a client without a client_id");
        }
        String client = " of the client " + ShownText.quoted(id);
        for (String name : members.keySet()) {
            if (Representation.SERVER_OWNED.contains(name) || name.equals("client_secret")) {
                throw new DeclarationException(place + ": " + name + client + " is not declared: the server keeps it");
            }
        }
        Optional<String> problem =
                Optional.ofNullable(members.get(KeyDeclarations.MEMBER)).flatMap(KeyDeclarations::problem);
        if (problem.isPresent()) {
            throw new DeclarationException(place + ": " + problem.get() + client);
        }
        return new DeclaredClient(id, members, place);
    }

    private static List<JsonElements.Element> elements(Path file, String text) throws DeclarationException {
        try {
            return JsonElements.read(text, MAX_CLIENTS);
        } catch (MisplacedException e) {
            throw new DeclarationException(file + ", " + TextPlace.of(text, e.offset()) + ": " + e.rule(), e);
        }
    }

    private static List<YamlDocuments.Item> items(Path file, String text) throws DeclarationException {
        try {
            return YamlDocuments.read(text, MAX_CLIENTS);
        } catch (YamlException e) {
            throw new DeclarationException(file + ", " + e.getMessage(), e);
        }
    }

    /** Finds the places of ascending offsets in one pass over the text. Not thread-safe. */
    private static final class Lines {
        private final String text;
        private int line = 1;
        private int begin;
        private int at;

        Lines(String text) {
            this.text = text;
        }

        TextPlace place(int offset) {
            for (; at < offset; at++) {
                if (text.charAt(at) == '\n') {
                    line++;
                    begin = at + 1;
                }
            }
            return new TextPlace(line, text.codePointCount(begin, offset) + 1);
        }
    }
}
