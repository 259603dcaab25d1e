package espalier.study;

import espalier.basics.AtomicFiles;
import espalier.basics.Csv;
import espalier.basics.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers on disk as they come: a table ({@link AnswerTable}) that only grows. When {@link #add} returns, the answer is
 * on the disk itself. A line that a crash cut off was never told to be there, and is taken away at the next opening.
 * Nobody answers the same question twice. One thread at a time.
 */
final class AnswerJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerJournal.class);

    private record Key(String participant, Question question) {}

    private final Path file;
    /** Not a channel: those close when their thread is interrupted, as a server's are when it stops. */
    private final RandomAccessFile content;
    private final List<Answer> answers = new ArrayList<>();
    private final Set<Key> known = new HashSet<>();
    private long end;

    private AnswerJournal(Path file, RandomAccessFile content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Opens a file, making it where it is missing.
     *
     * @throws Problem where it cannot be read or written, or is something else
     */
    static AnswerJournal open(Path file) {
        RandomAccessFile content = null;
        try {
            content = new RandomAccessFile(file.toFile(), "rw");
            AnswerJournal journal = new AnswerJournal(file, content);
            journal.read();
            return journal;
        } catch (IOException e) {
            close(content);
            throw unwritable(file, e);
        } catch (RuntimeException e) {
            close(content);
            throw e;
        }
    }

    /**
     * Reads a file while another may write it; what is not a whole line yet is passed over.
     *
     * @throws Problem where it cannot be read, or is something else
     */
    static List<Answer> read(Path file) {
        try {
            return Files.exists(file) ? parse(Files.readAllBytes(file), file) : List.of();
        } catch (IOException e) {
            throw new Problem(file + " cannot be read: " + AtomicFiles.reason(e) + ". Check its permissions.", e);
        }
    }

    private static List<Answer> parse(byte[] bytes, Path file) {
        String text = new String(bytes, 0, whole(bytes), StandardCharsets.UTF_8);
        return text.isEmpty() ? List.of() : AnswerTable.parse(text, file.toString());
    }

    private void read() throws IOException {
        byte[] bytes = new byte[(int) content.length()];
        content.readFully(bytes);
        end = whole(bytes);
        if (end < bytes.length) {
            LOG.info("{} ends in a line that was cut off; {} bytes are taken away", file, bytes.length - end);
            content.setLength(end);
        }
        if (end == 0) {
            write(Csv.line(AnswerTable.COLUMNS));
        }
        parse(bytes, file).forEach(this::keep);
    }

    /** How many bytes are whole lines: up to the last line's end, without what a lost power supply leaves as zeros. */
    private static int whole(byte[] bytes) {
        int last = bytes.length;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                last = i;
                break;
            }
        }
        while (last > 0 && bytes[last - 1] != '\n') {
            last--;
        }
        return last;
    }

    private void keep(Answer answer) {
        if (known.add(new Key(answer.participant(), answer.question()))) {
            answers.add(answer);
        }
    }

    /**
     * Writes an answer.
     *
     * @return whether it is new: false where the participant has answered the question before, when nothing is written
     * @throws Problem where it cannot be written; the file is as it was
     */
    boolean add(Answer answer) {
        if (known.contains(new Key(answer.participant(), answer.question()))) {
            return false;
        }
        try {
            write(AnswerTable.line(answer));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        keep(answer);
        return true;
    }

    private void write(String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try {
            content.seek(end);
            content.write(bytes);
            content.getFD().sync();
            end += bytes.length;
        } catch (IOException e) {
            content.setLength(end);
            throw e;
        }
    }

    /** All answers, in the order in which they came. */
    List<Answer> answers() {
        return answers;
    }

    @Override
    public void close() {
        close(content);
    }

    private static void close(RandomAccessFile content) {
        if (content != null) {
            try {
                content.close();
            } catch (IOException e) {
                LOG.debug("Closing answers", e);
            }
        }
    }

    private static Problem unwritable(Path file, IOException e) {
        return new Problem("Answers cannot be written to " + file + ": " + AtomicFiles.reason(e)
                + ". Make room, or move the study to a folder that you may write to.", e);
    }
}
