package espalier.app;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** What the system does with files and texts: shows them with its own programs, and keeps what is copied. */
public final class Desktop {

    /** Of a text that is copied, its end. */
    private static final int MOST_COPIED = 200_000;

    private Desktop() {}

    /** Shows a file or folder with the system's program for it; where there is none, its path is copied. */
    public static void open(Path path, Notices notices) {
        CompletableFuture.supplyAsync(() -> {
            try {
                boolean can = java.awt.Desktop.isDesktopSupported()
                        && java.awt.Desktop.getDesktop().isSupported(java.awt.Desktop.Action.OPEN);
                if (can) {
                    java.awt.Desktop.getDesktop().open(path.toFile());
                }
                return can;
            } catch (IOException | UnsupportedOperationException e) {
                return false;
            }
        }).thenAcceptAsync(opened -> {
            if (!opened) {
                copy(path.toString());
                notices.tell("There is no program here that opens it. The path was copied: " + path);
            }
        }, Platform::runLater);
    }

    /** Copies a text; on the FX thread. */
    public static void copy(String text) {
        ClipboardContent copied = new ClipboardContent();
        copied.putString(text);
        Clipboard.getSystemClipboard().setContent(copied);
    }

    /** Copies the end of a text file. */
    public static void copyEnd(Path file, Notices notices) {
        CompletableFuture.supplyAsync(() -> end(file)).whenCompleteAsync((text, failure) -> {
            notices.report(failure);
            if (text != null) {
                copy(text);
                notices.tell("The end of " + file + " was copied.");
            }
        }, Platform::runLater);
    }

    private static String end(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - MOST_COPIED);
            byte[] bytes = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Problem(file + " cannot be read: " + AtomicFiles.reason(e), e);
        }
    }
}
