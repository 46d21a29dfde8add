package dev.countersign.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The file of a backup, format 1: a zip file of two entries, the file of the database ({@code countersign.mv.db}) and a
 * manifest as jars have it ({@code META-INF/MANIFEST.MF}), with the members of {@link Facts} and the database's size
 * and SHA-256. Stateless.
 */
final class BackupFile {
    private static final String DATABASE = "countersign.mv.db";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String FORMAT = "1";
    private static final long MAX_MANIFEST_BYTES = 65_536;

    private static final Attributes.Name BACKUP_FORMAT = new Attributes.Name("Countersign-Backup");
    private static final Attributes.Name PRODUCT_VERSION = new Attributes.Name("Product-Version");
    private static final Attributes.Name SCHEMA_VERSION = new Attributes.Name("Schema-Version");
    private static final Attributes.Name TAKEN_AT = new Attributes.Name("Taken-At");
    private static final Attributes.Name RUN = new Attributes.Name("Run");
    private static final Attributes.Name SIZE = new Attributes.Name("Database-Bytes");
    private static final Attributes.Name DIGEST = new Attributes.Name("Database-SHA-256");

    private BackupFile() {}

    /**
     * What a backup says of itself.
     *
     * @param product the version of Countersign
     * @param schema the version of the tables
     * @param run the server's latest run, as the store knew it
     */
    record Facts(String product, String schema, Instant takenAt, String run) {}

    /**
     * Writes a backup into a file that exists and is empty.
     *
     * @param copy what H2's {@code BACKUP TO} has written: a zip file with the database's file
     */
    static void write(Path file, Path copy, Facts facts) throws IOException {
        MessageDigest digest = sha256();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(copy));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.WRITE))) {
            ZipEntry entry = in.getNextEntry();
            while (entry != null && !entry.getName().endsWith(DATABASE)) {
                entry = in.getNextEntry();
            }
            if (entry == null) {
                throw new IOException("the database's own copy has no " + DATABASE);
            }
            out.setLevel(Deflater.BEST_SPEED);
            out.putNextEntry(new ZipEntry(DATABASE));
            DigestOutputStream digested = new DigestOutputStream(out, digest);
            long size = in.transferTo(digested);
            out.putNextEntry(new ZipEntry(MANIFEST));
            manifest(facts, size, digest).write(out);
            out.closeEntry();
        }
    }

    /**
     * Reads all of a backup, and writes its database.
     *
     * @param database where to; the backup is only checked where this discards
     * @throws StartupException when this is no backup, or a damaged one
     */
    static Facts read(Path file, OutputStream database) throws StartupException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Attributes manifest = manifest(zip, file);
            if (!FORMAT.equals(manifest.getValue(BACKUP_FORMAT))) {
                throw new StartupException(
                        file + " is a backup of another format; a newer version of Countersign" + " made it");
            }
            Facts facts = facts(manifest, file);
            copy(zip, manifest, file, database);
            return facts;
        } catch (ZipException e) {
            throw new StartupException(file + " is no backup, or a damaged one: " + Reasons.of(e), e);
        } catch (IOException e) {
            throw StartupException.because("cannot read the backup " + file, e);
        }
    }

    private static Attributes manifest(ZipFile zip, Path file) throws IOException, StartupException {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null || entry.getSize() > MAX_MANIFEST_BYTES || zip.getEntry(DATABASE) == null) {
            throw new StartupException(file + " is no backup of Countersign");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            Attributes attributes = new Manifest(in).getMainAttributes();
            if (attributes.getValue(BACKUP_FORMAT) == null) {
                throw new StartupException(file + " is no backup of Countersign");
            }
            return attributes;
        }
    }

    private static Facts facts(Attributes manifest, Path file) throws StartupException {
        try {
            return new Facts(
                    value(manifest, PRODUCT_VERSION),
                    value(manifest, SCHEMA_VERSION),
                    Instant.parse(value(manifest, TAKEN_AT)),
                    value(manifest, RUN));
        } catch (DateTimeException e) {
            throw new StartupException(file + " is damaged: its manifest names no time", e);
        }
    }

    private static void copy(ZipFile zip, Attributes manifest, Path file, OutputStream database)
            throws IOException, StartupException {
        ZipEntry entry = zip.getEntry(DATABASE);
        MessageDigest digest = sha256();
        // The manifest's size, too, so that nothing is written that it does not name.
        if (!Long.toString(entry.getSize()).equals(manifest.getValue(SIZE))) {
            throw new StartupException(file + " is damaged: its database has another size than its manifest says");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            in.transferTo(new DigestOutputStream(database, digest));
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(manifest.getValue(DIGEST))) {
            throw new StartupException(file + " is damaged: its database has another checksum than its manifest says");
        }
    }

    private static Manifest manifest(Facts facts, long size, MessageDigest digest) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(BACKUP_FORMAT, FORMAT);
        attributes.put(PRODUCT_VERSION, facts.product());
        attributes.put(SCHEMA_VERSION, facts.schema());
        attributes.put(TAKEN_AT, facts.takenAt().toString());
        attributes.put(RUN, facts.run());
        attributes.put(SIZE, Long.toString(size));
        attributes.put(DIGEST, HexFormat.of().formatHex(digest.digest()));
        return manifest;
    }

    private static String value(Attributes manifest, Attributes.Name name) {
        return Optional.ofNullable(manifest.getValue(name)).orElse("unknown");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
