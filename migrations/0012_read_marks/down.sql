drop table read_marks;
